"""Cards: the tree, actions, views, screens and the two renderers. Imports no other package of this project."""

"""What people see: the tree, the actions, the views, the screens, and the two renderers. Imports nothing of ours."""

"""What is kept: tables, migrations, and the rules. Imports nothing of ours."""

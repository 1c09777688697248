"""Partners' candidates: unlocking their contact details, and opening their resumes."""

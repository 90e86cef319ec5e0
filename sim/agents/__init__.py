"""The microscope: an ordinary Mesa model. Only this room imports Mesa."""

throw new Error("This native package is not installed: Earshot runs in browsers.");

"""The counter: an officer enters somebody who is present; a slip of paper lets them go on by themselves."""

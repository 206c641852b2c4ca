"""How matters run, as data: versioned BPMN procedures with their dates in force."""

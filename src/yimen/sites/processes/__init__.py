"""流程管理: procedures from draft to published, for departments that draw them and the service office that reviews."""

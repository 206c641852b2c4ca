"""The open interface: outside systems lodge, follow and complete cases over HTTP, by the same verbs as people do."""

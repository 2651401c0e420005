"""Papers: gathered from the store by right, filled by `states.papers`, written as HWPX, XLSX and HTML, issued."""

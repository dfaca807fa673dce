-- Applications that hold something for their donor: a chance, or a plan. The clock reads them on each run.
create index application_kept on application (created, id) where state in ('waiting', 'passed') or plan <> '';

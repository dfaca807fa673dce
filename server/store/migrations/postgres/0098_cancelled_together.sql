-- A shift and a course that were cancelled may be taken back for some minutes, too.
alter table undo drop constraint undo_kind_check;
alter table undo add constraint undo_kind_check check (kind in ('wish_published', 'wish_rejected', 'file_assigned',
    'work_handed_over', 'case_closed', 'pairing_ended', 'appointment_cancelled', 'shift_cancelled', 'course_cancelled'));

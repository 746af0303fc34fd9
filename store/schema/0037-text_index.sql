
        ALTER TABLE record DROP COLUMN search;       -- each driver keeps an index of its own, see text_index.hpp

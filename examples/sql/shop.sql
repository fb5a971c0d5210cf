-- A small bookshop: five customers, seven books, nine orders.
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL);
CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, price REAL NOT NULL);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customers (id),
  book INTEGER NOT NULL REFERENCES books (id),
  copies INTEGER NOT NULL,
  day TEXT NOT NULL -- as 2026-03-14
);

INSERT INTO customers VALUES
  (1, 'Ada', 'Lisbon'),
  (2, 'Björn', 'Malmö'),
  (3, 'Chiara', 'Turin'),
  (4, 'Dmitri', 'Riga'),
  (5, 'Esi', 'Lisbon');

INSERT INTO books VALUES
  (1, 'Paths of Stone', 'Lindqvist', 12.5),
  (2, 'The Salt Road', 'Okafor', 18.0),
  (3, 'Harbour Lights', 'Lindqvist', 9.0),
  (4, 'A Field of Snow', 'Moreau', 22.0),
  (5, 'Small Engines', 'Okafor', 15.0),
  (6, 'The Glass Hour', 'Tanaka', 11.0),
  (7, 'Quiet Numbers', 'Moreau', 30.0);

INSERT INTO orders VALUES
  (1, 1, 1, 1, '2026-01-09'),
  (2, 1, 2, 2, '2026-01-20'),
  (3, 2, 1, 1, '2026-02-02'),
  (4, 3, 4, 1, '2026-02-11'),
  (5, 2, 3, 3, '2026-02-27'),
  (6, 1, 5, 1, '2026-03-03'),
  (7, 5, 1, 2, '2026-03-08'),
  (8, 3, 6, 1, '2026-03-14'),
  (9, 5, 2, 1, '2026-03-30');

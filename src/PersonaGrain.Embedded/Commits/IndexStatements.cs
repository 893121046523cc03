using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>Writes what batches change in the index of fields; the writer's own. What is there already as it is to be is not written.</summary>
internal sealed class IndexStatements(StoreConnection connection)
{
    private readonly List<long> _stored = [];

    private readonly StoreStatement _upsert = connection.Prepare(
        "INSERT INTO field_values VALUES (?1, ?2, ?3) ON CONFLICT (actor, field) DO UPDATE SET key = excluded.key WHERE key <> excluded.key");

    private readonly StoreStatement _delete = connection.Prepare("DELETE FROM field_values WHERE actor = ?1 AND field = ?2");

    private readonly StoreStatement _fields = connection.Prepare("SELECT field FROM field_values WHERE actor = ?1");

    /// <summary>Writes them in order, into the open transaction.</summary>
    public void Write(IndexRows rows)
    {
        for (var place = 0; place < rows.Count; place++)
        {
            var row = rows.All[place];
            switch (row.Change)
            {
                case IndexChange.Value:
                    _upsert.Bind(1, row.Actor).Bind(2, row.Field).Bind(3, rows.KeyOf(row)).Run();
                    break;
                case IndexChange.None:
                    Delete(row.Actor, row.Field);
                    break;
                default:
                    DeleteOthers(rows, place);
                    break;
            }
        }
    }

    private void Delete(long actor, long field) => _delete.Bind(1, actor).Bind(2, field).Run();

    /// <summary>Takes out what is stored of an actor and not among the rows that follow: those that say the same as before then cost no write.</summary>
    private void DeleteOthers(IndexRows rows, int place)
    {
        var row = rows.All[place];
        _stored.Clear();
        _fields.Bind(1, row.Actor);
        while (_fields.Step())
        {
            _stored.Add(_fields.Number(0));
        }

        for (var following = place + 1; following <= place + row.Length; following++)
        {
            _stored.Remove(rows.All[following].Field);
        }

        foreach (var field in _stored)
        {
            Delete(row.Actor, field);
        }
    }
}

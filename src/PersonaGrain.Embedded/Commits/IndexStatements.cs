using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>Writes what batches change in the index of fields; the writer's own. What is there already as it is to be is not written.</summary>
internal sealed class IndexStatements
{
    private readonly StoreStatement _upsert;
    private readonly StoreStatement _delete;
    private readonly StoreStatement _numbersOf;
    private readonly StoreStatement _insertField;
    private readonly Dictionary<long, long> _numbers = [];
    private readonly List<(long Actor, int Batch, int Place)> _order = [];
    private readonly List<long> _stored = [];

    public IndexStatements(StoreConnection connection)
    {
        _upsert = connection.Prepare(
            "INSERT INTO field_values VALUES (?1, ?2, ?3) ON CONFLICT (actor, field) DO UPDATE SET key = excluded.key WHERE key <> excluded.key");
        _delete = connection.Prepare("DELETE FROM field_values WHERE actor = ?1 AND field = ?2");
        _numbersOf = connection.Prepare("SELECT field FROM field_values WHERE actor = ?1");
        _insertField = connection.Prepare("INSERT INTO indexed_fields VALUES (?1, ?2)");
        using var read = connection.Once("SELECT field, number FROM indexed_fields");
        while (read.Step())
        {
            _numbers.Add(read.Number(0), read.Number(1));
        }
    }

    /// <summary>Writes them into the open transaction: actor by actor, so that neighbours share pages, and in order.</summary>
    public void Write(IReadOnlyList<CommitBatch> batches)
    {
        _order.Clear();
        for (var batch = 0; batch < batches.Count; batch++)
        {
            var rows = batches[batch].Index.All;
            for (var place = 0; place < rows.Length; place++)
            {
                _order.Add((rows[place].Actor, batch, place));
            }
        }

        _order.Sort();
        foreach (var (_, batch, place) in _order)
        {
            Write(batches[batch].Index, place);
        }
    }

    private void Write(IndexRows rows, int place)
    {
        var row = rows.All[place];
        switch (row.Change)
        {
            case IndexChange.Value:
                _upsert.Bind(1, row.Actor).Bind(2, NumberOf(row.Field)).Bind(3, rows.KeyOf(row)).Run();
                break;
            case IndexChange.None:
                Delete(row.Actor, NumberOf(row.Field));
                break;
            default:
                DeleteOthers(rows, place);
                break;
        }
    }

    private void Delete(long actor, long number) => _delete.Bind(1, actor).Bind(2, number).Run();

    /// <summary>Takes out what is stored of an actor and not among the rows that follow: those that say the same as before then cost no write.</summary>
    private void DeleteOthers(IndexRows rows, int place)
    {
        var row = rows.All[place];
        _stored.Clear();
        _numbersOf.Bind(1, row.Actor);
        while (_numbersOf.Step())
        {
            _stored.Add(_numbersOf.Number(0));
        }

        foreach (var following in rows.All.Slice(place + 1, row.Length))
        {
            _stored.Remove(NumberOf(following.Field));
        }

        foreach (var number in _stored)
        {
            Delete(row.Actor, number);
        }
    }

    /// <summary>The number of a field; one that is new gets the next. After a commit that failed the store is asked anew.</summary>
    private long NumberOf(long field)
    {
        if (!_numbers.TryGetValue(field, out var number))
        {
            number = _numbers.Count + 1;
            _insertField.Bind(1, number).Bind(2, field).Run();
            _numbers.Add(field, number);
        }

        return number;
    }
}

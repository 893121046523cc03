namespace PersonaGrain.Embedded.Commits;

/// <summary>Puts the events of one commit in the order in which they are told: by instant, then by actor, then as the actor lived through them; the number of partitions has no say.</summary>
internal sealed class EventOrder
{
    private readonly List<(EventRow Row, int Place)> _rows = [];

    /// <summary>The events of batches, in order; valid until the next call.</summary>
    public IEnumerable<EventRow> Of(IReadOnlyList<CommitBatch> batches)
    {
        _rows.Clear();
        foreach (var batch in batches)
        {
            foreach (var row in batch.Events)
            {
                _rows.Add((row, _rows.Count));
            }
        }

        _rows.Sort(Compare);
        foreach (var (row, _) in _rows)
        {
            yield return row;
        }
    }

    private static int Compare((EventRow Row, int Place) a, (EventRow Row, int Place) b)
    {
        var byInstant = a.Row.Entry.At.CompareTo(b.Row.Entry.At);
        var order = byInstant != 0 ? byInstant : a.Row.Actor.CompareTo(b.Row.Actor);
        return order != 0 ? order : a.Place.CompareTo(b.Place);
    }
}

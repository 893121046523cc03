using PersonaGrain.Indexing;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.InMemory;

/// <summary>The index of fields: O(log n) for each value that changes and for the first of a page.</summary>
internal sealed class InMemoryIndex
{
    private static readonly Comparer<IndexedActor> ByKey = Comparer<IndexedActor>.Create(static (left, right) =>
        left.Key.CompareTo(right.Key) is var order && order != 0 ? order : left.Actor.CompareTo(right.Actor));

    private readonly Dictionary<long, SortedSet<IndexedActor>> _fields = [];
    private readonly Dictionary<ActorId, Dictionary<long, SortKey>> _actors = [];
    private readonly Lock _gate = new();

    /// <summary>Takes over what an actor has from here on.</summary>
    public void Apply(ActorId actor, IndexUpdate update)
    {
        lock (_gate)
        {
            if (!_actors.TryGetValue(actor, out var values))
            {
                _actors.Add(actor, values = []);
            }

            foreach (var field in update.ReplacesAll ? values.Keys.ToArray() : [])
            {
                Remove(actor, values, field);
            }

            foreach (var (field, key) in update.Entries)
            {
                Remove(actor, values, field);
                if (key is { } found)
                {
                    values.Add(field, found);
                    SetOf(field).Add(new IndexedActor(actor, found));
                }
            }
        }
    }

    /// <summary>A page of a field.</summary>
    public IReadOnlyList<IndexedActor> Read(long field, IndexRange range, IndexedActor? after, bool descending, int limit)
    {
        lock (_gate)
        {
            if (!_fields.TryGetValue(field, out var all) || all.Count == 0 || (range.From is { } from && range.Before <= from))
            {
                return [];
            }

            var (least, most) = (all.Min, all.Max);
            least = range.From is { } least0 && least0 > least.Key ? new IndexedActor(default, least0) : least;
            most = range.Before is { } before && before <= most.Key ? new IndexedActor(default, before) : most;
            least = !descending && after is { } next && ByKey.Compare(next, least) > 0 ? next : least;
            most = descending && after is { } last && ByKey.Compare(last, most) < 0 ? last : most;
            if (ByKey.Compare(least, most) > 0)
            {
                return [];
            }

            var view = all.GetViewBetween(least, most);
            return [.. (descending ? view.Reverse() : view).Where(entry => range.Contains(entry.Key) && entry != after).Take(limit)];
        }
    }

    /// <summary>The values of some actors in a field.</summary>
    public IReadOnlyList<IndexedActor> Find(long field, IReadOnlyList<ActorId> actors)
    {
        lock (_gate)
        {
            return [.. actors.Where(actor => _actors.TryGetValue(actor, out var values) && values.ContainsKey(field))
                .Select(actor => new IndexedActor(actor, _actors[actor][field]))];
        }
    }

    private SortedSet<IndexedActor> SetOf(long field) =>
        _fields.TryGetValue(field, out var set) ? set : _fields[field] = new SortedSet<IndexedActor>(ByKey);

    private void Remove(ActorId actor, Dictionary<long, SortKey> values, long field)
    {
        if (values.Remove(field, out var key))
        {
            _fields[field].Remove(new IndexedActor(actor, key));
        }
    }
}

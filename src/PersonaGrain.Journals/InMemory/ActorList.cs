using PersonaGrain.Turns;

namespace PersonaGrain.Journals.InMemory;

/// <summary>The actors of one shard in the order they came.</summary>
internal sealed class ActorList
{
    private readonly List<ActorId> _actors = [];
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _actors.Count;
            }
        }
    }

    public int Add(ActorId actor)
    {
        lock (_gate)
        {
            _actors.Add(actor);
            return _actors.Count - 1;
        }
    }

    public ActorId[] Read(int from, int limit)
    {
        lock (_gate)
        {
            return [.. _actors.Skip(from).Take(limit)];
        }
    }
}

using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Observing;

/// <summary>How a call is spread over the partitions: the places of its signals, grouped by partition, in the call's order within each.</summary>
internal readonly struct CallParts
{
    private readonly int[] _order;
    private readonly int[] _counts;

    private CallParts(int[] order, int[] counts) => (_order, _counts) = (order, counts);

    /// <summary>How many partitions have a part.</summary>
    public int Count
    {
        get
        {
            var parts = 0;
            foreach (var count in _counts)
            {
                parts += count > 0 ? 1 : 0;
            }

            return parts;
        }
    }

    /// <summary>Spreads the signals of a call.</summary>
    public static CallParts Of(IReadOnlyList<Observation> observations, ActorId actor, PartitionSet partitions)
    {
        var counts = new int[partitions.Count];
        Span<int> next = stackalloc int[counts.Length];
        var order = new int[observations.Count];
        if (counts.Length == 1 || actor != default)
        {
            for (var index = 0; index < order.Length; index++)
            {
                order[index] = index;
            }

            counts[actor == default ? 0 : partitions.Route(actor.Key)] = order.Length;
            return new CallParts(order, counts);
        }

        var routes = new ushort[observations.Count];
        for (var index = 0; index < routes.Length; index++)
        {
            routes[index] = (ushort)partitions.Route(observations[index].Profile.Value);
            counts[routes[index]]++;
        }

        for (var index = 1; index < counts.Length; index++)
        {
            next[index] = next[index - 1] + counts[index - 1];
        }

        for (var index = 0; index < order.Length; index++)
        {
            order[next[routes[index]]++] = index;
        }

        return new CallParts(order, counts);
    }

    /// <summary>How many signals a partition has.</summary>
    public int CountOf(int partition) => _counts[partition];

    /// <summary>The parts, to be queued.</summary>
    public List<ObservePart> Create(ObserveCall call, PartitionSet partitions)
    {
        var parts = new List<ObservePart>(Count);
        var start = 0;
        for (var index = 0; index < _counts.Length; index++)
        {
            if (_counts[index] > 0)
            {
                parts.Add(new ObservePart(call, partitions[index], _order, start, _counts[index]));
                start += _counts[index];
            }
        }

        return parts;
    }
}

using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.InMemory;

/// <summary>The wake-ups of one schedule shard, earliest first.</summary>
internal sealed class InMemorySchedule
{
    private static readonly Comparer<DueWake> ByInstant = Comparer<DueWake>.Create(static (a, b) =>
        a.At.CompareTo(b.At) is var order and not 0 ? order : a.Actor.CompareTo(b.Actor));

    private readonly SortedSet<DueWake> _wakes = new(ByInstant);
    private readonly Lock _gate = new();

    public void Move(ActorId actor, Instant from, Instant to)
    {
        if (from == to)
        {
            return;
        }

        lock (_gate)
        {
            _wakes.Remove(new DueWake(actor, from));
            if (to != Instant.Never)
            {
                _wakes.Add(new DueWake(actor, to));
            }
        }
    }

    public DueWake[] Due(Instant upTo, DueWake? after, int limit)
    {
        lock (_gate)
        {
            var start = after ?? default;
            return _wakes.Count == 0 || ByInstant.Compare(start, _wakes.Max) > 0
                ? []
                : [.. _wakes.GetViewBetween(start, _wakes.Max)
                    .SkipWhile(wake => wake == after)
                    .TakeWhile(wake => wake.At <= upTo)
                    .Take(limit)];
        }
    }
}

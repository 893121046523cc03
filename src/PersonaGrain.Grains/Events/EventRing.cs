using PersonaGrain.Grid;

namespace PersonaGrain.Grains.Events;

/// <summary>The newest events by position, as many as there is room for; each further one takes the place of the oldest.</summary>
/// <param name="capacity">Events kept; at least 1.</param>
/// <remarks>Finding a position costs the logarithm of what is kept. Not for several threads at once.</remarks>
internal sealed class EventRing(int capacity)
{
    private readonly GridEvent[] _events = new GridEvent[capacity];
    private int _oldest;
    private int _count;

    /// <summary>Every event after this position is kept; nothing is said of those up to it.</summary>
    public long Before { get; private set; } = long.MaxValue;

    /// <summary>Keeps what comes after a position.</summary>
    public void Begin(long position) => Before = position;

    /// <summary>Adds an event; positions rise.</summary>
    public void Add(GridEvent one)
    {
        if (_count < _events.Length)
        {
            _events[(_oldest + _count++) % _events.Length] = one;
            return;
        }

        Before = _events[_oldest].Position;
        _events[_oldest] = one;
        _oldest = (_oldest + 1) % _events.Length;
    }

    /// <summary>The first events after a position; none where it is the newest or later, null where it lies before what is kept.</summary>
    public GridEvent[]? After(long position, int limit)
    {
        if (position < Before)
        {
            return null;
        }

        var first = Find(position);
        var found = new GridEvent[Math.Min(limit, _count - first)];
        for (var index = 0; index < found.Length; index++)
        {
            found[index] = At(first + index);
        }

        return found;
    }

    /// <summary>The place of the first event after a position.</summary>
    private int Find(long position)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Position > position)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private GridEvent At(int index) => _events[(_oldest + index) % _events.Length];
}

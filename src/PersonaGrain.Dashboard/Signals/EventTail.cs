using PersonaGrain.Dashboard.Live;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Signals;

/// <summary>The newest events of a grid that pass a filter, read on from where the last read ended.</summary>
/// <remarks>
/// Bounded both ways: it holds the newest <see cref="Most"/>, and a read takes at most <see cref="PagesOfRead"/> pages. Where more happened meanwhile, it goes to what is
/// newest, and counts what it passed over.
/// </remarks>
internal sealed class EventTail
{
    internal const int Most = 200;
    private const int LookBack = 1_000;
    private const int PageOfRead = 500;
    private const int PagesOfRead = 4;
    private readonly LinkedList<GridEvent> _events = new();
    private long _position = -1;

    /// <summary>Newest first.</summary>
    internal IReadOnlyCollection<GridEvent> Events => _events;

    /// <summary>Events that came faster than they were read.</summary>
    internal long PassedOver { get; private set; }

    /// <summary>What to take.</summary>
    internal EventChoice Choice { get; private set; } = new(null, null, null);

    /// <summary>Begins anew with another filter.</summary>
    internal void Choose(EventChoice choice)
    {
        if (choice != Choice)
        {
            (Choice, _position, PassedOver) = (choice, -1, 0);
            _events.Clear();
        }
    }

    /// <summary>Takes what happened since.</summary>
    internal async Task ReadAsync(GridReader reader, CancellationToken cancellation)
    {
        var newest = await reader.ReadAsync(static (grid, token) => grid.PositionAsync(token), cancellation);
        if (_position < 0 || _position > newest)
        {
            _position = Math.Max(0, newest - LookBack);
        }
        else if (newest - _position > PageOfRead * PagesOfRead)
        {
            PassedOver += newest - LookBack - _position;
            _position = newest - LookBack;
        }

        for (var pages = 0; pages < PagesOfRead && _position < newest; pages++)
        {
            var after = _position;
            var page = await reader.ReadAsync((grid, token) => grid.EventsAsync(after, PageOfRead, token), cancellation);
            foreach (var one in page.Events)
            {
                Take(one);
            }

            _position = page.Complete ? Math.Max(page.Next, newest) : page.Next;
        }
    }

    private void Take(GridEvent one)
    {
        if (!Choice.Takes(one))
        {
            return;
        }

        _events.AddFirst(one);
        if (_events.Count > Most)
        {
            _events.RemoveLast();
        }
    }
}

/// <summary>Which events to show; null takes all.</summary>
internal sealed record EventChoice(string? Kind, string? Subject, string? Profile)
{
    /// <summary>Firings of triggers and what took them back alone.</summary>
    internal bool OfTriggers { get; init; }

    internal bool Takes(GridEvent one) =>
        (Kind is null || string.Equals(one.Kind.ToString(), Kind, StringComparison.OrdinalIgnoreCase))
        && (Subject is null || one.Subject == Subject)
        && (Profile is null || one.Profile.Value == Profile)
        && (!OfTriggers || one.Kind is GridEventKind.Triggered or GridEventKind.Retracted);
}

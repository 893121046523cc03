using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>Segments as of an instant that is past, as the grid's events recorded them up to then.</summary>
/// <remarks>
/// An event counts from its own instant on; one that a join or a parting brought says since when it would have been so, and counts from its commit on. It costs the
/// reading of every event from the first on, of which there may be <see cref="MostEvents"/>. Events keep no scores: there is no mean of them.
/// </remarks>
public sealed class SegmentPast
{
    /// <summary>The most events that are read: some seconds.</summary>
    public const int MostEvents = 1_000_000;

    private const int EventsOfAPage = 10_000;

    private readonly Dictionary<string, SegmentAggregate> _aggregates = [];
    private readonly Dictionary<ProfileId, GridEvent> _members = [];
    private readonly string? _segment;

    private SegmentPast(string? segment) => _segment = segment;

    /// <summary>The members of the segment that was asked for, by key; none where none was.</summary>
    public IReadOnlyList<Member> Members =>
        [.. _members.Values.Where(static one => one.Kind == GridEventKind.Entered).OrderBy(static one => one.Profile.Value, StringComparer.Ordinal)
            .Select(static one => new Member(one.Profile, one.At, one.Version))];

    /// <summary>A segment of the catalog in force.</summary>
    public SegmentView View(SegmentDefinition segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return (_aggregates.GetValueOrDefault(segment.Name) ?? new SegmentAggregate()).ToView(segment);
    }

    /// <summary>Reads the events of a grid up to an instant.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="at">The instant; not after now.</param>
    /// <param name="segment">The segment whose members are wanted; null for none.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">The instant is to come, events are not kept any more, or there are too many.</exception>
    public static async ValueTask<SegmentPast> ReadAsync(IProfileGrid grid, Instant at, string? segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var now = (await grid.StatusAsync(cancellation)).Now;
        if (at > now)
        {
            throw new AsOfUnavailableException($"'at' lies after now ({now}): what segments will be is not told, but what a profile will be is; ask for profiles, or for an earlier instant");
        }

        var past = new SegmentPast(segment);
        EventPage page;
        var (after, read) = (0L, 0L);
        do
        {
            page = await grid.EventsAsync(after, EventsOfAPage, cancellation);
            (after, read) = (page.Next, read + page.Events.Count);
            if (page.Oldest > 0)
            {
                throw new AsOfUnavailableException("the grid keeps events of before no more, so that what segments were can not be told; ask without 'at', or keep events longer");
            }

            if (read > MostEvents)
            {
                throw new AsOfUnavailableException($"the grid has more than {MostEvents:N0} events: what segments were is not told of so many; ask for single profiles, or without 'at'");
            }

            past.Take(page.Events, at);
        }
        while (!page.Complete);

        return past;
    }

    private void Take(IReadOnlyList<GridEvent> events, Instant at)
    {
        foreach (var told in events)
        {
            if (told.Kind is not (GridEventKind.Entered or GridEventKind.Exited or GridEventKind.Restated)
                || told.At > at || (told.Cause.Kind == CauseKind.Merge && told.Committed > at))
            {
                continue;
            }

            if (told.Kind != GridEventKind.Restated)
            {
                var aggregate = _aggregates.TryGetValue(told.Subject, out var known) ? known : _aggregates[told.Subject] = new SegmentAggregate();
                aggregate.Apply(new MembershipChange(told.Subject, told.Kind == GridEventKind.Entered, told.At, told.Version, null));
            }

            if (told.Subject == _segment && told.Version >= (_members.GetValueOrDefault(told.Profile)?.Version ?? 0))
            {
                _members[told.Profile] = told.Kind == GridEventKind.Restated ? told with { Kind = GridEventKind.Entered } : told;
            }
        }
    }
}

using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Segments;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Reference;

/// <summary>What a <see cref="ReferenceGrid"/> keeps when it is stopped or lost: all in plain lists.</summary>
public sealed class ReferenceStore
{
    internal CatalogDocument? Catalog { get; set; }

    internal Dictionary<ProfileId, byte[]> Snapshots { get; } = [];

    internal Dictionary<ProfileId, List<TimelineEntry>> Journal { get; } = [];

    internal List<(GridEvent Event, double? Score)> Events { get; } = [];

    /// <summary>What the population said last, and when it did.</summary>
    internal PopulationStatistics Population { get; set; } = PopulationStatistics.Empty;

    internal Time.Instant Published { get; set; }

    /// <summary>The newest event before a segment came into the catalog, for those that were not in the first one.</summary>
    internal Dictionary<string, long> Introduced { get; } = [];

    /// <summary>Notes a membership change as the next event.</summary>
    internal void Add(ProfileId profile, MembershipChange change) => Events.Add((
        new GridEvent(Events.Count + 1, change.Entered ? GridEventKind.Entered : GridEventKind.Exited, profile, change.Segment, change.At, change.Version),
        change.Score));

    /// <summary>The members of a segment and its aggregate, folded from all events.</summary>
    internal (SortedDictionary<string, (Member Member, double? Score)> Members, SegmentView View) Fold(string segment, SegmentDocument document)
    {
        var members = new SortedDictionary<string, (Member Member, double? Score)>(StringComparer.Ordinal);
        var hours = new SortedDictionary<long, HourlyFlow>();
        long entered = 0, exited = 0;
        var after = Introduced.GetValueOrDefault(segment);
        foreach (var (one, score) in Events.Where(entry =>
            entry.Event.Position > after && entry.Event.Subject == segment && entry.Event.Kind != GridEventKind.Triggered))
        {
            var hour = one.At.Ticks - (one.At.Ticks % TimeSpan.TicksPerHour);
            var flow = hours.GetValueOrDefault(hour, new HourlyFlow(new Time.Instant(hour), 0, 0));
            if (one.Kind == GridEventKind.Entered)
            {
                members[one.Profile.Value] = (new Member(one.Profile, one.At, one.Version), score);
                hours[hour] = flow with { Entered = flow.Entered + 1 };
                entered++;
            }
            else
            {
                members.Remove(one.Profile.Value);
                hours[hour] = flow with { Exited = flow.Exited + 1 };
                exited++;
            }
        }

        var scores = members.Values.Where(member => member.Score is not null).Select(member => member.Score!.Value).ToArray();
        return (members, new SegmentView(segment, document.Priority, document.Description, members.Count, entered, exited,
            scores.Length == 0 ? null : scores.Average(), [.. hours.Values.TakeLast(168)]));
    }
}

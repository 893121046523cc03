using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Segments;
using PersonaGrain.Signals;

namespace PersonaGrain.Grid;

/// <summary>Counts of segments as they will be: as they are recorded, with what becomes of whoever may change in the place of what is recorded of them.</summary>
/// <remarks>What is recorded of segments and of those people is read at one time, so that who changes while others are still looked at is counted once: it is compared with what is recorded.</remarks>
internal sealed class ForeseenCounts
{
    /// <summary>Reads until nothing changed meanwhile; after so many the last one stands, which is off by what changed within it.</summary>
    private const int MostReads = 3;

    private readonly List<Counted> _segments;

    private ForeseenCounts(List<Counted> segments) => _segments = segments;

    /// <summary>Reads what is recorded.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="segment">The only segment that is wanted; null for all.</param>
    /// <param name="due">Whoever may change.</param>
    /// <param name="cancellation">Ends the read.</param>
    internal static async ValueTask<ForeseenCounts> ReadAsync(IProfileGrid grid, string? segment, IReadOnlyList<ProfileId> due, CancellationToken cancellation)
    {
        ProfileId[] people = [.. due.Where(static profile => !AccountKey.IsAccount(profile))], accounts = [.. due.Where(AccountKey.IsAccount)];
        var before = await ViewsAsync(grid, segment, cancellation);
        for (var reads = 1; ; reads++)
        {
            var segments = new List<Counted>();
            foreach (var view in before)
            {
                if (grid.Catalog.Segments.FirstOrDefault(one => one.Name == view.Id) is { } known)
                {
                    segments.Add(new Counted(known, SegmentAggregate.Of(view.Entered, view.Exited, 0, 0, view.Flow), await AmongAsync(grid, view.Id, known.IsOfAccounts ? accounts : people, cancellation)));
                }
            }

            var after = await ViewsAsync(grid, segment, cancellation);
            if (reads == MostReads || before.Select(static view => (view.Id, view.Entered, view.Exited)).SequenceEqual(after.Select(static view => (view.Id, view.Entered, view.Exited))))
            {
                return new ForeseenCounts(segments);
            }

            before = after;
        }
    }

    /// <summary>Counts what becomes of one. Who can not be read stays what is recorded.</summary>
    internal void Add(ForeseenProfile foreseen)
    {
        if (foreseen.Then is not { } then)
        {
            return;
        }

        foreach (var (segment, aggregate, recorded) in _segments)
        {
            // What happened since it was recorded, or was overdue then, is not among what is foreseen.
            if (foreseen.Before.FirstOrDefault(one => one.Segment == segment.Name) is { Version: > 0 } last && last.Entered != recorded.Contains(foreseen.Profile))
            {
                aggregate.Apply(last with { Restates = false });
            }

            foreach (var entry in then.Foreseen)
            {
                if (entry.Kind == JournalEntryKind.Change && entry.Subject == segment.Name)
                {
                    aggregate.Apply(entry.Change);
                }
            }
        }
    }

    /// <summary>The segments, without mean scores.</summary>
    internal IReadOnlyList<SegmentView> Views() => [.. _segments.Select(static one => one.Aggregate.ToView(one.Segment) with { MeanScore = null })];

    private static async ValueTask<SegmentView[]> ViewsAsync(IProfileGrid grid, string? segment, CancellationToken cancellation) => segment is null
        ? [.. await grid.SegmentsAsync(cancellation)]
        : await grid.SegmentAsync(segment, cancellation) is { } view ? [view] : [];

    private static async ValueTask<HashSet<ProfileId>> AmongAsync(IProfileGrid grid, string segment, ProfileId[] profiles, CancellationToken cancellation)
    {
        var members = new HashSet<ProfileId>();
        foreach (var some in profiles.Chunk(IFieldIndex.MaximumActors))
        {
            cancellation.ThrowIfCancellationRequested();
            members.UnionWith(await grid.Times.MembersAmongAsync(segment, some, cancellation));
        }

        return members;
    }

    private readonly record struct Counted(SegmentDefinition Segment, SegmentAggregate Aggregate, HashSet<ProfileId> Recorded);
}

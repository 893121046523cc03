using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Times;

/// <summary>A store as of an instant that is past.</summary>
internal sealed class PastGrid(IStoreSource source, Instant at) : GridAsOf(source, at)
{
    /// <inheritdoc />
    public override Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) =>
        Task.Run(() => Aggregates.Show(Source.InForce.Catalog, Source.Readers.Read(ReadAggregates)), cancellation);

    /// <inheritdoc />
    public override async IAsyncEnumerable<Member> MembersAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The newest change of each profile up to the instant says whether it was in; versions count the changes of a profile.
        var changes = await Task.Run(() => Source.Readers.Read(connection => ReadChanges(connection, segment)), cancellation);
        foreach (var (profile, change) in changes)
        {
            if (change.Entered)
            {
                yield return new Member(profile, change.At, change.Version);
            }
        }
    }

    /// <inheritdoc />
    public override async Task<ProfileReading?> ReadAsync(ProfileId profile, CancellationToken cancellation)
    {
        var holder = Source.HolderOf(profile);
        return await Source.FindAsync(holder, cancellation) is { } address
            ? await Task.Run(
                () => Source.Readers.Read(connection => Read(
                    connection, address, journal => ProfilePast.ReadAsync(holder, Source.InForce, At, journal, cancellation, most: int.MaxValue))),
                cancellation)
            : null;
    }

    private Dictionary<string, SegmentAggregate> ReadAggregates(StoreConnection connection)
    {
        var aggregates = new Dictionary<string, SegmentAggregate>();
        foreach (var (_, told, entry) in EventReader.Stream(connection, Source.Names, 0))
        {
            if (told is null || entry.Kind != JournalEntryKind.Change || !IsUpTo(told))
            {
                continue;
            }

            if (!aggregates.TryGetValue(entry.Subject, out var aggregate))
            {
                aggregates[entry.Subject] = aggregate = new SegmentAggregate();
            }

            aggregate.Apply(entry.Change);
        }

        return aggregates;
    }

    private Dictionary<ProfileId, MembershipChange> ReadChanges(StoreConnection connection, string segment)
    {
        var newest = new Dictionary<ProfileId, MembershipChange>();
        foreach (var (_, told, entry) in EventReader.Stream(connection, Source.Names, 0))
        {
            if (told is not null && entry.Kind == JournalEntryKind.Change && IsUpTo(told) && entry.Subject == segment
                && entry.Version >= newest.GetValueOrDefault(told.Profile).Version)
            {
                newest[told.Profile] = entry.Change;
            }
        }

        return newest;
    }
}

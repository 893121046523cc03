using System.Runtime.CompilerServices;
using PersonaGrain.Accounts;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

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
    public override Task<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        ReadAsync(profile, (machine, holder, state) => machine.View(holder, state, At), cancellation);

    /// <inheritdoc />
    public override Task<ProfileExplanation?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        ReadAsync(profile, (machine, holder, state) => machine.Explain(holder, state, null, At), cancellation);

    private async Task<T?> ReadAsync<T>(ProfileId profile, Func<ProfileMachine, ProfileId, ProfileState, T> read, CancellationToken cancellation)
        where T : class
    {
        var holder = Source.HolderOf(profile);
        return await Source.FindAsync(holder, cancellation) is { } address
            ? await Task.Run(() => Source.Readers.Read(connection => Replay(connection, holder, address, read)), cancellation)
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

    private T? Replay<T>(StoreConnection connection, ProfileId profile, ActorAddress address, Func<ProfileMachine, ProfileId, ProfileState, T> read)
        where T : class
    {
        using var blocks = new StoredBlocks(connection);
        using var marks = new HistoryMarks(connection);
        var history = new ActorHistory(blocks, marks, Source.Names);
        if (AccountKey.IsAccount(profile))
        {
            return AccountPast.Find(history, address, ActorId.Of(profile), Source.InForce, At) is { } account
                ? read(account.Machine, account.ProfileId, account.State)
                : null;
        }

        var parted = new PartedOrigins();
        foreach (var (place, entry) in history.Read(address, 0, JournalEntryKinds.Persons))
        {
            parted.Note(place, entry);
        }

        // What a sender sent by two identities before they were one counts as it was taken first.
        var signals = history.Read(address, 0, JournalEntryKinds.Signals)
            .Where(entry => !parted.Covers(entry.Sequence, entry.Entry.Signal))
            .OrderBy(entry => entry.Entry.Received)
            .DistinctBy(entry => entry.Entry.Signal.Id, StringComparer.Ordinal)
            .Select(entry => entry.Entry.Signal)
            .Where(signal => signal.Time <= At && ProfileMachine.IsSent(signal))
            .OrderBy(signal => signal.Time)
            .ToArray();
        return signals.Length == 0 ? null : read(Source.InForce.Machine, profile, ProfileReplay.Run(Source.InForce.Machine, signals, At));
    }
}

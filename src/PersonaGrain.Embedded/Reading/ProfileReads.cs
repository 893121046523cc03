using PersonaGrain.Accounts;
using PersonaGrain.Decisions;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Reading;

/// <summary>Answers about single profiles.</summary>
/// <remarks>What may take long (a request's own patterns, explanations) is worked out on the caller's thread, over a copy.</remarks>
internal sealed class ProfileReads(PartitionSet partitions, Redirects redirects, InForce inForce, GridTime time, ReaderPool readers, INameTable names)
{
    private const int MostSignals = 100;

    private volatile bool _closing;

    /// <summary>Answers no more.</summary>
    public void Close() => _closing = true;

    /// <summary>A profile as of now; null where it is unknown.</summary>
    public ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        ReadAsync(ActorId.Of(profile), static (slot, now) => View((Profile)slot.Actor!, now), cancellation);

    /// <summary>Every score of a profile, taken apart.</summary>
    public async ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        await CopyAsync(profile, cancellation) is { } copy ? copy.Machine.Explain(copy.State, copy.Now) : null;

    /// <summary>A profile with why it is so.</summary>
    public async ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation) =>
        await CopyAsync(profile, cancellation) is { } copy ? copy.Machine.Explain(copy.Id, copy.State, segment, copy.Now) : null;

    /// <summary>Ranks contents for a profile.</summary>
    public async ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        var copy = await CopyAsync(profile, cancellation);
        return copy is null
            ? MachineOf(profile).Decide(redirects.HolderOf(ActorId.Of(profile)).Profile, null, request, time.Now)
            : copy.Machine.Decide(copy.Id, copy.State, request, copy.Now);
    }

    /// <summary>The newest signals of a profile.</summary>
    public async ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        return await FindAsync(profile, cancellation) is { } address
            ? MachineOf(profile).Catalog.Read(
                await Task.Run(() => readers.Read(connection => ReadTimeline(connection, address, Math.Min(limit, MostSignals))), cancellation))
            : null;
    }

    /// <summary>Where the journal of a profile ends, after everything handed over before is durable; null where it is unknown.</summary>
    public async ValueTask<ActorAddress?> FindAsync(ProfileId profile, CancellationToken cancellation) =>
        (await ReadAsync(ActorId.Of(profile), static (slot, _) => new End(slot), cancellation))?.Address;

    /// <summary>Where the journal of an actor itself ends, sealed or not, after everything handed over before is durable; the default where it is unknown.</summary>
    public async ValueTask<ActorAddress> EndAsync(ActorId actor, CancellationToken cancellation) =>
        (await ReadAsync(actor, static (slot, _) => new End(slot), cancellation, ReadScope.Exactly))?.Address ?? default;

    /// <summary>The identities of a person; null where nothing is known of it.</summary>
    public ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) =>
        ReadAsync(ActorId.Of(profile), static (slot, _) => PersonOperations.View((Profile)slot.Actor!)!, cancellation, ReadScope.Identities);

    /// <summary>The people that belong to an account, by key; null where nothing is known of it.</summary>
    public async ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, AccountMemberPage.MaximumPage);
        return AccountKey.IsAccount(account)
            ? await ReadAsync(ActorId.Of(account), (slot, _) => AccountMemberPage.Of(((Profile)slot.Actor!).State, after, limit)!, cancellation)
            : null;
    }

    /// <summary>A copy of a profile as of now, for looking; null where it is unknown.</summary>
    public ValueTask<ProfileSnapshot?> CopyAsync(ProfileId profile, CancellationToken cancellation) => ReadAsync(
        ActorId.Of(profile),
        static (slot, now) => slot.Actor is Profile loaded ? new ProfileSnapshot(loaded.ProfileId, loaded.Machine, ProfileMachine.Copy(loaded.State), now) { Sequence = loaded.Sequence } : null!,
        cancellation)!;

    /// <summary>Reads the actor that holds the person of one, or, where the scope says so, that one.</summary>
    public async ValueTask<T?> ReadAsync<T>(
        ActorId actor, Func<ActorSlot, Instant, T> read, CancellationToken cancellation, ReadScope scope = ReadScope.Existing)
        where T : class
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(EmbeddedGrid));
            cancellation.ThrowIfCancellationRequested();
            var holder = scope == ReadScope.Exactly ? actor : redirects.HolderOf(actor);
            var partition = partitions.Of(holder);
            if (partition.TryRead(holder, read, out var answer))
            {
                return answer;
            }

            var work = new ActorRead<T>(holder, partition, read, scope);
            partition.Post(work);
            answer = await work.Task.WaitAsync(cancellation);
            if (work.MovedTo is not { } place)
            {
                return answer;
            }

            actor = place;
        }
    }

    private ProfileMachine MachineOf(ProfileId profile) => AccountKey.IsAccount(profile) ? inForce.Current.Machine.OfAccounts : inForce.Current.Machine;

    private static ProfileView View(Profile profile, Instant now) => profile.Machine.View(profile.ProfileId, profile.State, now);

    private IReadOnlyList<TimelineEntry> ReadTimeline(StoreConnection connection, ActorAddress address, int limit)
    {
        // The statements are the history's own; they go with it, the connection stays.
        using var blocks = new StoredBlocks(connection);
        using var marks = new HistoryMarks(connection);
        return Timeline.Newest(new ActorHistory(blocks, marks, names).ReadNewest(address, Timeline.Kinds, JournalLimits.TimelineDepth), limit);
    }

    /// <summary>Where the journal of an actor ends.</summary>
    private sealed class End(ActorSlot slot)
    {
        public ActorAddress Address { get; } = slot.Address;
    }
}

/// <summary>A copy of a profile, for looking.</summary>
/// <param name="Id">The identity whose actor holds it.</param>
/// <param name="Machine">The logic that the state is of.</param>
/// <param name="State">The state.</param>
/// <param name="Now">What it is as of.</param>
internal sealed record ProfileSnapshot(ProfileId Id, ProfileMachine Machine, ProfileState State, Instant Now)
{
    /// <summary>The newest entry of the journal that is in it.</summary>
    public required long Sequence { get; init; }
}

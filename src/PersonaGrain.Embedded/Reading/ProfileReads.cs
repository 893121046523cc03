using PersonaGrain.Decisions;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Reading;

/// <summary>Answers about single profiles.</summary>
/// <remarks>What may take long (a request's own patterns, explanations) is worked out on the caller's thread, over a copy.</remarks>
internal sealed class ProfileReads(PartitionSet partitions, InForce inForce, GridTime time, ReaderPool readers, INameTable names)
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

    /// <summary>Ranks contents for a profile.</summary>
    public async ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        var copy = await CopyAsync(profile, cancellation);
        return copy is null
            ? inForce.Current.Machine.Decide(profile, null, request, time.Now)
            : copy.Machine.Decide(profile, copy.State, request, copy.Now);
    }

    /// <summary>The newest signals of a profile.</summary>
    public async ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        return await FindAsync(profile, cancellation) is { } address
            ? inForce.Current.Machine.Catalog.Read(
                await Task.Run(() => readers.Read(connection => ReadTimeline(connection, address, Math.Min(limit, MostSignals))), cancellation))
            : null;
    }

    /// <summary>Where the journal of a profile ends, after everything handed over before is durable; null where it is unknown.</summary>
    public async ValueTask<ActorAddress?> FindAsync(ProfileId profile, CancellationToken cancellation) =>
        (await ReadAsync(ActorId.Of(profile), static (slot, _) => new End(slot), cancellation))?.Address;

    /// <summary>A copy of a profile as of now, for looking; null where it is unknown.</summary>
    public ValueTask<ProfileSnapshot?> CopyAsync(ProfileId profile, CancellationToken cancellation) => ReadAsync(
        ActorId.Of(profile),
        static (slot, now) => slot.Actor is Profile loaded ? new ProfileSnapshot(loaded.Machine, ProfileMachine.Copy(loaded.State), now) : null!,
        cancellation)!;

    /// <summary>Reads an actor.</summary>
    public async ValueTask<T?> ReadAsync<T>(ActorId actor, Func<ActorSlot, Instant, T> read, CancellationToken cancellation)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_closing, typeof(EmbeddedGrid));
        cancellation.ThrowIfCancellationRequested();
        var partition = partitions.Of(actor);
        if (partition.TryRead(actor, read, out var answer))
        {
            return answer;
        }

        var work = new ActorRead<T>(actor, partition, read);
        partition.Post(work);
        return await work.Task.WaitAsync(cancellation);
    }

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
/// <param name="Machine">The logic that the state is of.</param>
/// <param name="State">The state.</param>
/// <param name="Now">What it is as of.</param>
internal sealed record ProfileSnapshot(ProfileMachine Machine, ProfileState State, Instant Now);

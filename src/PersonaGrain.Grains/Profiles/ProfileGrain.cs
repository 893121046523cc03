using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Profiles;

/// <summary>
/// Hosts one profile: loads it, lets Core decide, has the journal keep what was decided, and only then answers. One turn at a
/// time, so a profile is never seen between two states; the commit is shared with the other profiles of the silo.
/// </summary>
/// <remarks>
/// Placed by hash: profiles spread evenly over the silos, whoever calls. Two activations of one profile (a split cluster) can not
/// both append, since the journal refuses a sequence number that is taken: the loser loads again. Where there may be two, an answer without an
/// append looks into the journal first (<see cref="RivalWatch"/>).
/// An activation that only the schedule or a re-evaluation asked for leaves memory when its turn ends, so that a walk through all profiles
/// does not keep all of them.
/// </remarks>
[HashBasedPlacement]
[GrainType("personagrain.profile")]
internal sealed partial class ProfileGrain(
    [PersistentState("profile", GrainEngineOptions.Storage)] IPersistentState<ProfileSnapshot> snapshot,
    IProfileJournal journal,
    CatalogHolder catalogs,
    SegmentHints hints,
    RivalWatch rivals,
    GridClock clock,
    IOptions<GrainEngineOptions> options,
    ILogger<ProfileGrain> logger) : Grain, IProfileGrain
{
    private const int Attempts = 3;
    private readonly ProfileLoader _loader = new(journal, catalogs);
    private readonly ProfileEffects _effects = new();
    private ProfileRecord? _record;
    private ProfileId _id;
    private Task _saving = Task.CompletedTask;
    private bool _isLoadedByThisActivation;
    private bool _isFresh;
    private bool _isAskedFor;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = ProfileId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _saving;
        if (_record is { State: not null } record && record.Sequence - record.SnapshotSequence >= options.Value.SnapshotWhenLeaving)
        {
            await SaveAsync(record);
        }
    }

    public async Task<ObserveAnswer> ObserveAsync(ObserveRequest request)
    {
        _isAskedFor = true;
        try
        {
            return await TurnAsync(
                request.CatalogVersion,
                (request.Signals, journal),
                static (turn, sent) => turn.ObserveAsync(sent.Signals, sent.journal),
                static turn => new ObserveAnswer(turn.Outcomes, null, TimeSpan.Zero));
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveAnswer(null, unavailable.Message, unavailable.RetryAfter);
        }
    }

    public Task<ProfileView?> ViewAsync(int catalogVersion) => ReadAsync(
        catalogVersion,
        static turn => turn.Record.State is { } state ? turn.Record.Catalog.Machine.View(turn.Id, state, turn.Now) : null);

    public Task<StateAnswer?> StateAsync(int catalogVersion) => ReadAsync(
        catalogVersion,
        static turn => turn.Record.State is { } state
            ? new StateAnswer(turn.Record.Catalog.Version, turn.Now, Write(turn.Record.Catalog.Machine, state))
            : null);

    public Task WakeAsync(int catalogVersion, Instant due) => TurnAsync(catalogVersion, due, Wake, static _ => true).AsTask();

    public Task ReevaluateAsync(int catalogVersion) => TurnAsync(catalogVersion, 0, Schedule, static _ => true).AsTask();

    private static ValueTask Wake(ProfileTurn turn, Instant due)
    {
        turn.Wake(due);
        return default;
    }

    private Task<T> ReadAsync<T>(int catalogVersion, Func<ProfileTurn, T> look)
    {
        _isAskedFor = true;
        return TurnAsync(catalogVersion, 0, static (_, _) => default, look).AsTask();
    }

    private static ValueTask Schedule(ProfileTurn turn, int nothing)
    {
        turn.Schedule();
        return default;
    }

    /// <summary>A whole turn: load, let time pass, act, commit, and only then look at the outcome.</summary>
    /// <remarks>Of a profile in memory: the turn, its entries and its append are allocated, and nothing else of this engine before the journal is asked.</remarks>
    private async ValueTask<T> TurnAsync<TInput, T>(int catalogVersion, TInput input, Func<ProfileTurn, TInput, ValueTask> act, Func<ProfileTurn, T> look)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var turn = await BeginAsync(await catalogs.CurrentAsync(catalogVersion));
                await act(turn, input);
                turn.Advance();
                if (await CommitAsync(turn))
                {
                    return look(turn);
                }

                LogConflict(logger, _id, attempt);
                if (attempt == Attempts)
                {
                    throw new JournalUnavailableException("another activation of the profile keeps appending", TimeSpan.FromSeconds(1));
                }
            }
        }
        catch
        {
            // The state may be ahead of the journal, or behind: what the journal has is what counts.
            _record = null;
            _effects.Clear();
            throw;
        }
        finally
        {
            if (options.Value.ForgetIdleProfiles || !_isAskedFor)
            {
                DeactivateOnIdle();
            }
        }
    }

    private async ValueTask<ProfileTurn> BeginAsync(CatalogInForce catalog)
    {
        _isFresh = _record is null;
        var record = _record ??= await LoadAsync(catalog);
        var turn = new ProfileTurn(_id, record, _effects, Now(record, catalog));
        if (!ReferenceEquals(catalog, record.Catalog))
        {
            await turn.MoveToAsync(catalog, _loader);
        }

        turn.Adopt();
        turn.Advance();
        return turn;
    }

    /// <summary>Clocks of silos differ a little; a profile's time never runs back, nor before its catalog.</summary>
    private Instant Now(ProfileRecord record, CatalogInForce catalog) =>
        Instant.Max(clock.Now, Instant.Max(record.State?.AsOf ?? default, catalog.Since));

    private async Task<ProfileRecord> LoadAsync(CatalogInForce catalog)
    {
        // The snapshot came with the activation; after a conflict or a fault a newer one may be there.
        if (_isLoadedByThisActivation)
        {
            await _saving;
            await ReadSnapshotAsync();
        }

        _isLoadedByThisActivation = true;
        var sureOf = rivals.Stamp();
        var record = await _loader.LoadAsync(_id, snapshot.State, catalog, _effects);
        record.SureOf = sureOf;
        return record;
    }

    private async Task ReadSnapshotAsync()
    {
        try
        {
            await snapshot.ReadStateAsync();
        }
        catch (Exception fault) when (fault is not JournalUnavailableException)
        {
            throw new JournalUnavailableException("the snapshot of the profile can not be read", TimeSpan.FromSeconds(1), fault);
        }
    }

    /// <summary>Has the journal keep the turn; false when another activation was first.</summary>
    private async ValueTask<bool> CommitAsync(ProfileTurn turn)
    {
        if (turn.ToAppend() is not { } append)
        {
            return turn.Record.SureOf == rivals.Changes || _isFresh || await IsCurrentAsync(turn.Record);
        }

        switch (await journal.AppendAsync(append, CancellationToken.None))
        {
            case AppendResult.Appended:
                turn.Committed(append);
                hints.Changed(_id, append.Entries);
                SaveNowAndThen(turn.Record);
                return true;
            case AppendResult.Unavailable unavailable:
                rivals.Doubt();
                throw new JournalUnavailableException(unavailable.Reason, unavailable.RetryAfter);
            default:
                _record = null;
                _effects.Clear();
                if (append.Adopts is not null)
                {
                    // It may be the catalog that came too late.
                    await catalogs.RefreshAfterAsync(turn.Record.Catalog);
                }

                return false;
        }
    }

    /// <summary>Looks whether the journal ends where the profile in memory does; where it goes on, the profile is to be loaded again.</summary>
    private async ValueTask<bool> IsCurrentAsync(ProfileRecord record)
    {
        var sureOf = rivals.Stamp();
        await foreach (var _ in journal.ReadAsync(_id, record.Sequence, CancellationToken.None))
        {
            _record = null;
            _effects.Clear();
            return false;
        }

        record.SureOf = sureOf;
        return true;
    }

    private void SaveNowAndThen(ProfileRecord record)
    {
        if (_saving.IsCompleted && record.Sequence - record.SnapshotSequence >= options.Value.SnapshotEvery)
        {
            _saving = SaveAsync(record);
        }
    }

    /// <summary>Writes a snapshot. It only saves work: where it fails, the journal has everything.</summary>
    private async Task SaveAsync(ProfileRecord record)
    {
        var sequence = record.Sequence;
        snapshot.State = new ProfileSnapshot
        {
            Sequence = sequence,
            State = Write(record.Catalog.Machine, record.State!),
            Catalog = record.Catalog.Version,
        };
        try
        {
            await snapshot.WriteStateAsync();
            record.SnapshotSequence = sequence;
        }
        catch (Exception fault)
        {
            // Not before as many entries again, so that a storage that is away is not asked with every signal.
            record.SnapshotSequence = sequence;
            LogUnsaved(logger, fault, _id);
            if (fault is InconsistentStateException)
            {
                DeactivateOnIdle();
            }
        }
    }

    private static byte[] Write(ProfileMachine machine, ProfileState state)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        machine.WriteSnapshot(state, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    [LoggerMessage(1, LogLevel.Warning, "Profile {Profile} was appended to by another activation (attempt {Attempt}); loading it again.")]
    private static partial void LogConflict(ILogger logger, ProfileId profile, int attempt);

    [LoggerMessage(2, LogLevel.Warning, "No snapshot of profile {Profile} was written; its journal has everything.")]
    private static partial void LogUnsaved(ILogger logger, Exception fault, ProfileId profile);
}

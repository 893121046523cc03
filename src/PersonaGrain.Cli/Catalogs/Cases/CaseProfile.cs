using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>One profile of a case, a person or an account, in memory: it lives through its signals at their instants.</summary>
internal sealed class CaseProfile(ProfileId id, CatalogInForce catalog) : IActorStorage
{
    private readonly Profile _profile = (Profile)ActorKind.Profile.Create(ActorId.Of(id));
    private readonly List<JournalEntry> _journal = [];
    private readonly ActorTurn _turn = new();

    /// <summary>What happened so far, in order: <c>entered keen</c>, <c>fired cart_abandoned</c>.</summary>
    public IEnumerable<string> Events => _journal.Select(Tell).OfType<string>();

    /// <summary>The next instant at which it changes by itself.</summary>
    public Instant WakeAt => _profile.Exists ? _profile.WakeAt : Instant.Never;

    /// <summary>Those that do not know yet what is new of it: accounts of a person, members of an account.</summary>
    public IReadOnlyList<ProfileId> Untold => [.. _profile.Untold.Select(static follower => follower.Profile)];

    /// <summary>Its answer as of an instant; null where nothing was taken of it.</summary>
    public ProfileView? View(Instant now) => _profile.Exists ? _profile.Machine.View(id, _profile.State, now) : null;

    /// <summary>Why it is in a segment, or is not.</summary>
    public Conditions.Explaining.ConditionFinding ExplainSegment(string segment, Instant now) =>
        _profile.Machine.ExplainSegment(_profile.State, segment, now);

    /// <summary>What a score is made of.</summary>
    public Scoring.ScoreExplanation ExplainScore(string score, Instant now) =>
        _profile.Machine.Explain(_profile.State, now).Single(explanation => explanation.Score == score);

    /// <summary>Takes signals at one instant, or none, so that time passes up to it.</summary>
    public async Task<ObservationOutcome[]> TurnAsync(Instant now, Signal[] signals, CancellationToken cancellation)
    {
        var outcomes = new ObservationOutcome[signals.Length];
        await BeginAsync(now, cancellation);
        if (signals.Length > 0)
        {
            await _turn.ObserveAsync(signals, Intake.News, outcomes, this, cancellation);
        }

        End();
        return outcomes;
    }

    /// <summary>Takes what is new of another one: an account of its member, a person of its account.</summary>
    public async Task FollowAsync(CaseProfile leader, Instant now, CancellationToken cancellation)
    {
        await BeginAsync(now, cancellation);
        var after = _profile.FollowedThrough(leader._profile.Id);
        var news = await News.ReadAsync(_profile.Id, leader._profile.Id, after, catalog, leader, cancellation);
        var answer = await _turn.FollowAsync(news, this, cancellation);
        End();
        leader._profile.News.Told(_profile.Id, answer);
    }

    private async Task BeginAsync(Instant now, CancellationToken cancellation)
    {
        _turn.Begin(_profile, catalog, now);
        await _turn.PrepareAsync(this, cancellation);
    }

    private void End()
    {
        _turn.Advance();
        if (_turn.ToAppend() is { } append)
        {
            _journal.AddRange(_turn.Effects.Entries);
            _turn.Committed(_journal.Count, append.Wake);
        }
    }

    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => default;

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        for (var index = (int)after; index < _journal.Count; index++)
        {
            if (kinds.Has(_journal[index].Kind))
            {
                yield return new JournaledEntry(index + 1, _journal[index]);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        new(_journal.Where(entry => entry.Kind == JournalEntryKind.Signal).Select(entry => MessageFingerprint.Of(entry.Signal.Id)).Intersect(ids).ToHashSet());

    private static string? Tell(JournalEntry entry) => entry.Kind switch
    {
        JournalEntryKind.Change => $"{(entry.Change.Entered ? "entered" : "exited")} {entry.Change.Segment}",
        JournalEntryKind.Firing => $"fired {entry.Firing.Trigger}",
        JournalEntryKind.Retraction => $"retracted {entry.Retraction.Trigger}",
        _ => null,
    };
}

using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Scoring;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>A profile as of one instant, to be asked: a copy that nobody else has, so that what is asked changes nothing. For one caller at a time.</summary>
public sealed class ProfileReading
{
    private readonly ProfileMachine _machine;
    private readonly ProfileState _state;
    private readonly Dictionary<string, MembershipChange> _changes;

    /// <summary>A copy of a profile.</summary>
    /// <param name="id">The identity whose actor holds it.</param>
    /// <param name="machine">The logic that the state is of.</param>
    /// <param name="state">A copy, which has lived up to the instant.</param>
    /// <param name="asOf">The instant.</param>
    public ProfileReading(ProfileId id, ProfileMachine machine, ProfileState state, Instant asOf)
        : this(id, machine, state, asOf, [], [])
    {
    }

    /// <summary>A copy of a profile that lived on, with what happened on the way.</summary>
    public static ProfileReading Of(ProfileId id, ProfileMachine machine, ProfileState state, Instant asOf, IReadOnlyList<JournalEntry> foreseen) =>
        new(id, machine, state, asOf, ChangesOf(foreseen), foreseen);

    internal ProfileReading(
        ProfileId id, ProfileMachine machine, ProfileState state, Instant asOf, Dictionary<string, MembershipChange> changes, IReadOnlyList<JournalEntry> foreseen)
    {
        (Id, _machine, _state, AsOf, _changes, Foreseen) = (id, machine, state, asOf, changes, foreseen);
    }

    /// <summary>The identity whose actor holds it.</summary>
    public ProfileId Id { get; }

    /// <summary>The logic that the state is of.</summary>
    internal ProfileMachine Machine => _machine;

    /// <summary>What is known of it.</summary>
    internal ProfileState State => _state;

    /// <summary>The instant that answers are about.</summary>
    public Instant AsOf { get; }

    /// <summary>The newest entry of its journal that the copy knows; null where it knows all that was read.</summary>
    public long? Sequence { get; init; }

    /// <summary>The catalog that it is evaluated under: the one in force, of people or of accounts.</summary>
    public Catalog Catalog => _machine.Catalog;

    /// <summary>What is still to happen to it up to then if nothing arrives; empty where that is past.</summary>
    public IReadOnlyList<JournalEntry> Foreseen { get; }

    /// <summary>The whole answer.</summary>
    public ProfileView View() => _machine.View(Id, _state, AsOf);

    /// <summary>Every score, taken apart.</summary>
    public IReadOnlyList<ScoreExplanation> Scores() => _machine.Explain(_state, AsOf);

    /// <summary>The whole answer, with why; of one segment, or of all that it is in.</summary>
    public ProfileExplanation Explain(string? segment = null) => _machine.Explain(Id, _state, segment, AsOf);

    /// <summary>Ranks contents for it.</summary>
    public DecisionResult Decide(DecisionRequest request) => _machine.Decide(Id, _state, request, AsOf);

    /// <summary>Why it is in one of the segments of <see cref="Catalog"/>, or is not; the cause as far as it is known without the journal.</summary>
    public SegmentExplanation Why(string segment)
    {
        var answer = _machine.Why(Id, _state, segment, AsOf);
        return _changes.TryGetValue(segment, out var change) && change.Version == answer.Version ? answer with { Cause = change.Cause } : answer;
    }

    /// <summary>Whether it is in a segment; false where <see cref="Catalog"/> has none of that name.</summary>
    internal bool IsIn(string segment) => Catalog.Model.SegmentIndex.TryGetValue(segment, out var index) && _state.Segments[index].Member;

    /// <summary>The membership in a segment; null where it is in none of that name.</summary>
    internal Membership? MembershipIn(string segment) =>
        IsIn(segment) && _state.Segments[Catalog.Model.SegmentIndex[segment]] is var entry ? new Membership(segment, new Instant(entry.Since), entry.Version) : null;

    /// <summary>The profile as it will be if nothing arrives. This one is used up by it.</summary>
    /// <param name="at">Not before <see cref="AsOf"/>.</param>
    /// <param name="heard">What it hears of its accounts until then, in order.</param>
    internal ProfileReading LiveOn(Instant at, IReadOnlyList<HeardFacts> heard)
    {
        var effects = new TurnEffects();
        foreach (var (told, facts) in heard)
        {
            _machine.Advance(_state, Instant.Max(_state.AsOf, told), effects);
            if (!facts.SaysTheSameAs(_state.Belongings?.FactsOf(facts.Account)))
            {
                (_state.Belongings ??= new Belongings()).Set(facts);
                _machine.EvaluateAccounts(_state, Cause.OfAccount(facts.Account), effects);
            }
        }

        _machine.Advance(_state, at, effects);
        return Of(Id, _machine, _state, at, [.. effects.Entries]);
    }

    private static Dictionary<string, MembershipChange> ChangesOf(IReadOnlyList<JournalEntry> entries)
    {
        var changes = new Dictionary<string, MembershipChange>();
        foreach (var entry in entries.Where(static entry => entry.Kind == JournalEntryKind.Change))
        {
            changes[entry.Subject] = entry.Change;
        }

        return changes;
    }
}

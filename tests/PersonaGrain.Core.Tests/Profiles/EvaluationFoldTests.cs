using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Tests;

/// <summary>What a profile that is folded again makes of "it was evaluated at this instant".</summary>
public sealed class EvaluationFoldTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly TriggerFiring Fired = new("cart_abandoned", Some.Now + (30 * Minute), 1) { Armed = Some.Now, Cause = Cause.Clock };

    private readonly ProfileMachine _machine = new(
        Catalog.Compile(Some.Catalog(triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""")),
        PopulationModel.Empty);

    [Fact]
    public void Deadline_up_to_then_that_no_firing_tells_of_never_fires() => Firings(Folded(evaluated: 30)).ShouldBeEmpty();

    [Fact]
    public void Deadline_after_it_fires_at_its_instant() => Firings(Folded(evaluated: 29)).ShouldBe([Fired]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Firing_that_is_told_after_it_counts(bool byAnOlderVersion)
    {
        var state = Folded(evaluated: 40);
        _machine.Fold(state, JournalEntry.Fired(byAnOlderVersion ? new TriggerFiring(Fired.Trigger, Fired.At, Fired.Version) : Fired));

        _machine.LastFirings(state).ShouldBe([Fired with { Cause = default }]);
        Firings(state).ShouldBeEmpty();
    }

    [Fact]
    public void Later_arming_fires_again()
    {
        var state = Folded(evaluated: 40);
        _machine.Fold(state, JournalEntry.Observed(Some.Signal("cart_added", Some.Now + (50 * Minute)), Some.Now + (50 * Minute)));

        Firings(state).ShouldBe([Fired with { At = Some.Now + (80 * Minute), Armed = Some.Now + (50 * Minute) }]);
    }

    private ProfileState Folded(int evaluated)
    {
        var state = _machine.Create(Some.Now);
        _machine.Fold(state, JournalEntry.Observed(Some.Signal("cart_added", Some.Now), Some.Now));
        _machine.Fold(state, JournalEntry.Adopted(1, Some.Now + (evaluated * Minute)));
        return state;
    }

    private TriggerFiring[] Firings(ProfileState state)
    {
        var effects = new TurnEffects();
        _machine.Advance(state, Some.Now + TimeSpan.FromDays(1), effects);
        return [.. effects.Entries.Where(entry => entry.Kind == JournalEntryKind.Firing).Select(entry => entry.Firing)];
    }
}

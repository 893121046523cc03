using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles.Tests;

/// <summary>What a profile that is folded again makes of "it was evaluated at this instant".</summary>
public sealed class EvaluationFoldTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ProfileMachine _machine = new(
        Catalog.Compile(Some.Catalog(triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""")),
        PopulationStatistics.Empty);

    [Fact]
    public void Deadline_up_to_then_that_no_firing_tells_of_never_fires() => FiringsAfter(evaluated: 30).ShouldBeEmpty();

    [Fact]
    public void Deadline_after_it_fires_at_its_instant() =>
        FiringsAfter(evaluated: 29).ShouldBe([new TriggerFiring("cart_abandoned", Some.Now + (30 * Minute), 1)]);

    [Fact]
    public void Firing_that_is_told_after_it_counts()
    {
        var state = Folded(evaluated: 40);
        _machine.Fold(state, new TriggerFiring("cart_abandoned", Some.Now + (30 * Minute), 1));

        _machine.LastFirings(state).ShouldBe([new TriggerFiring("cart_abandoned", Some.Now + (30 * Minute), 1)]);
        Firings(state).ShouldBeEmpty();
    }

    [Fact]
    public void Later_arming_fires_again()
    {
        var state = Folded(evaluated: 40);
        _machine.Fold(state, Some.Signal("cart_added", Some.Now + (50 * Minute)), Some.Now + (50 * Minute));

        Firings(state).ShouldBe([new TriggerFiring("cart_abandoned", Some.Now + (80 * Minute), 1)]);
    }

    private TriggerFiring[] FiringsAfter(int evaluated) => Firings(Folded(evaluated));

    private ProfileState Folded(int evaluated)
    {
        var state = _machine.Create(Some.Now);
        _machine.Fold(state, Some.Signal("cart_added", Some.Now), Some.Now);
        _machine.Fold(state, Some.Now + (evaluated * Minute));
        return state;
    }

    private TriggerFiring[] Firings(ProfileState state)
    {
        var effects = new ProfileEffects();
        _machine.Advance(state, Some.Now + TimeSpan.FromDays(1), effects);
        return [.. effects.All.Where(effect => effect.Firing is not null).Select(effect => effect.Firing!.Value)];
    }
}

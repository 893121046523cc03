using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Reference;

namespace PersonaGrain.Profiles.Times;

/// <summary>The source of a trait is the signal that gave it the value that it has.</summary>
public sealed class TraitSourcesTests
{
    [Fact]
    public async Task Signal_that_changed_nothing_is_no_source()
    {
        (await SourcesAsync(
            Some.Trait("nick", "ann"),
            new TraitChange("nick", TraitOperation.Increment, AttributeValue.Of(1)),
            new TraitChange("nick", TraitOperation.SetIfMissing, AttributeValue.Of("bob")))).ShouldBe(["nick: ann by 0"]);
    }

    [Fact]
    public async Task Signal_that_set_what_was_missing_is_the_source()
    {
        (await SourcesAsync(
            Some.Trait("nick", "ann"),
            new TraitChange("nick", TraitOperation.Set, default),
            new TraitChange("nick", TraitOperation.SetIfMissing, AttributeValue.Of("bob")))).ShouldBe(["nick: bob by 2"]);
    }

    private static async Task<string[]> SourcesAsync(params TraitChange[] changes)
    {
        var grid = new ReferenceGrid(new ReferenceStore(), Some.Catalog(), new ManualTimeProvider(), 1_000);
        await grid.ObserveAsync(
            [.. changes.Select(static (change, index) => Some.Observation(id: $"{index}", time: Some.Now - TimeSpan.FromMinutes(10 - index), traits: change))], CancellationToken.None);
        var told = (await grid.Times.TraitsAsync(Some.Profile(), null, CancellationToken.None)).ShouldNotBeNull();
        return [.. told.Traits.Select(static trait => $"{trait.Name}: {trait.Value} by {trait.Signal?.Entry.Signal.Id}")];
    }
}

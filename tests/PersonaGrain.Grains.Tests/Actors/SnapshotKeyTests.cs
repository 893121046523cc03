using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests.Actors;

/// <summary>Orleans' storage takes some keys for numbers. Profiles whose ids spell the same number are two all the same.</summary>
public sealed class SnapshotKeyTests
{
    [Theory]
    [InlineData("visitor-7", "visitor-7")]
    [InlineData("bob", "bob")]
    [InlineData("7", "=7")]
    [InlineData("007", "=007")]
    [InlineData("ada", "=ada")]
    [InlineData("D3B07384D113EDEC49EAA6238AD5FF00", "=D3B07384D113EDEC49EAA6238AD5FF00")]
    [InlineData("7+east", "=7+east")]
    [InlineData("+7", "+7")]
    [InlineData("=7", "==7")]
    public void Key_that_spells_a_number_is_marked(string profile, string key) =>
        SnapshotKey.Of(default, new ActorAddress(default, Some.Actor(profile))).Key.ToString().ShouldBe(key);

    [PostgresFact]
    public async Task Profiles_whose_ids_spell_one_number_are_two()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using var store = new DatabaseStore { Configure = static options => (options.SnapshotFrom, options.SnapshotEvery) = (1, 1) };
        await using var cluster = await TestCluster.StartAsync(store, silos: 1);
        await cluster.Grid.ReplaceCatalogAsync(Some.Catalog(), deadline.Token);

        foreach (var profile in new[] { "7", "007", "7" })
        {
            Observation[] signals = [Some.Observation(profile, traits: Some.Trait("name", profile)), Some.Observation(profile)];
            (await cluster.Grid.ObserveAsync(signals, deadline.Token)).ShouldBeOfType<ObserveResult.Observed>();
            await cluster.Orleans.DeactivateAsync(cluster.Grains.GetGrain<IActorGrain>(profile));
        }

        (await NameAsync("7")).ShouldBe((4, "7"));
        (await NameAsync("007")).ShouldBe((2, "007"));

        async Task<(long Signals, string Name)> NameAsync(string profile)
        {
            var view = (await cluster.Grid.ProfileAsync(Some.Profile(profile), deadline.Token)).ShouldNotBeNull();
            return (view.Signals, view.Traits["name"].Text);
        }
    }
}

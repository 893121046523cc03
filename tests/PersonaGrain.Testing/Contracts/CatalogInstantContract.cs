using PersonaGrain.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>A catalog comes at one instant for every profile: up to it what is due happens under the old one, from it on under the new one.</summary>
public abstract class CatalogInstantContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private static readonly string[] Profiles = [.. Enumerable.Range(0, 40).Select(index => $"visitor-{index}")];

    private static CatalogDocument Within(string window, int version) =>
        Some.CatalogWhere($$"""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "{{window}}" }""", version);

    private async Task ApplyAsync(CatalogDocument document)
    {
        (await Grid.ReplaceCatalogAsync(document, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
    }

    [ContractTheory]
    [InlineData(false, Ending.None)]
    [InlineData(false, Ending.Restart)]
    [InlineData(false, Ending.Crash)]
    [InlineData(true, Ending.None)]
    public async Task Profiles_in_memory_or_not_touched_or_not_flip_at_the_same_instants(bool forgetsIdle, Ending ending)
    {
        await StartAsync(Within("3h", 1), new GridHostOptions { ForgetIdleProfiles = forgetsIdle });
        await ObserveAsync([.. Profiles.Select(id => Some.Observation(id))]);
        await AdvanceAsync(Hour);
        await EndAsync(ending);

        // The window gets longer an hour before the old one ends.
        await ApplyAsync(Within("5h", 2));
        await TouchAsync(Profiles.Take(10));
        await AdvanceAsync(2 * Hour);
        (await EventsAsync(GridEventKind.Exited)).ShouldBeEmpty();
        await AdvanceAsync(2 * Hour);

        (await EventsAsync(GridEventKind.Exited)).Select(one => (one.Profile.Value, one.At, one.Cause)).ShouldBe(
            Profiles.Select(id => (id, Some.Now + 5 * Hour, Cause.Clock)), ignoreOrder: true);
    }

    [ContractTheory]
    [InlineData(false, Ending.None)]
    [InlineData(false, Ending.Restart)]
    [InlineData(false, Ending.Crash)]
    [InlineData(true, Ending.None)]
    public async Task What_the_new_catalog_ends_ends_at_its_instant(bool forgetsIdle, Ending ending)
    {
        await StartAsync(Within("5h", 1), new GridHostOptions { ForgetIdleProfiles = forgetsIdle });
        await ObserveAsync([.. Profiles.Select((id, index) => Some.Observation(id, time: Some.Now - (index % 4) * Hour))]);
        await AdvanceAsync(2 * Hour + 30 * Minute);
        await EndAsync(ending);

        // Those of 3 hours ago left by themselves, those of 2 and 1 hours ago leave now, those of now stay on for half an hour.
        await ApplyAsync(Within("3h", 2));
        await AdvanceAsync(Hour);

        var exits = (await EventsAsync(GridEventKind.Exited)).ToDictionary(one => one.Profile.Value, one => (one.At, one.Cause));
        exits.Count.ShouldBe(40);
        for (var index = 0; index < Profiles.Length; index++)
        {
            exits[Profiles[index]].ShouldBe((index % 4) switch
            {
                3 => (Some.Now + 2 * Hour, Cause.Clock),
                0 => (Some.Now + 3 * Hour, Cause.Clock),
                _ => (Some.Now + 2 * Hour + 30 * Minute, Cause.OfCatalog(2)),
            });
        }
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_due_before_the_change_happens_under_the_old_catalog(bool forgetsIdle)
    {
        await StartAsync(Within("1h", 1), new GridHostOptions { ForgetIdleProfiles = forgetsIdle });
        await ObserveAsync([.. Profiles.Select(id => Some.Observation(id))]);

        // The clock moves on without anybody waiting for what is due.
        Host.Clock.Advance(2 * Hour);
        await ApplyAsync(Within("5h", 2));

        (await StoryAsync("visitor-0")).ShouldBe(["entered chosen 1", "exited chosen 2", "entered chosen 3"]);
        (await EventsAsync(GridEventKind.Exited)).ShouldAllBe(one => one.At == Some.Now + Hour);
        (await MembersAsync()).ShouldAllBe(member => member.Since == Some.Now + 2 * Hour && member.Version == 3);
    }

    private async Task TouchAsync(IEnumerable<string> profiles)
    {
        foreach (var profile in profiles)
        {
            (await IsChosenAsync(profile)).ShouldBeTrue();
        }
    }
}

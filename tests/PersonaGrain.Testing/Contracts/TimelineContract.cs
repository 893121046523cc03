namespace PersonaGrain.Testing.Contracts;

/// <summary>The newest signals of a profile.</summary>
public abstract class TimelineContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Timeline_shows_the_newest_hundred_newest_first()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync([.. Enumerable.Range(0, 150).Select(index => Some.Observation(id: $"{index}", time: Some.Now - index * Minute))]);

        var timeline = (await Grid.TimelineAsync(Some.Profile(), 100, Deadline)).ShouldNotBeNull();

        timeline.Select(entry => entry.Signal.Id).ShouldBe(Enumerable.Range(0, 100).Select(index => $"{index}"));
        timeline.ShouldAllBe(entry => entry.Received == Some.Now);
    }

    [ContractFact]
    public async Task Timeline_is_cut_to_the_limit_and_to_its_own_profile()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(
            Some.Observation(id: "1", time: Some.Now - Minute), Some.Observation("bob", id: "2"), Some.Observation(id: "3"), Some.Observation(id: "4", time: Some.Now - Hour));

        var timeline = (await Grid.TimelineAsync(Some.Profile(), 2, Deadline)).ShouldNotBeNull();

        timeline.Select(entry => entry.Signal.Id).ShouldBe(["3", "1"]);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timeline_gives_signals_back_as_they_were_sent(bool restarted)
    {
        await StartAsync(Some.Catalog());
        var sent = Some.Observation(
            type: "order_completed", value: 12.5, attributes: Some.Attributes(("sku", "A1"), ("gift", true), ("lines", 3)), traits: Some.Trait("plan", "paid"));
        await ObserveAsync(sent);
        if (restarted)
        {
            await RestartAsync();
        }

        var kept = (await Grid.TimelineAsync(Some.Profile(), 1, Deadline)).ShouldNotBeNull().Single().Signal;

        (kept.Id, kept.Type, kept.Time, kept.Value).ShouldBe((sent.Signal.Id, sent.Signal.Type, sent.Signal.Time, sent.Signal.Value));
        kept.Attributes.Entries.ToArray().ShouldBe(sent.Signal.Attributes.Entries.ToArray());
        kept.Traits.ShouldBe(sent.Signal.Traits);
    }

    [ContractFact]
    public async Task Limit_below_one_is_misuse()
    {
        await StartAsync(Some.Catalog());
        await ObserveNowAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.TimelineAsync(Some.Profile(), 0, Deadline));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.EventsAsync(0, 0, Deadline));
    }
}

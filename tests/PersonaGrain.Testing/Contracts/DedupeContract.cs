using PersonaGrain.Grid;
using static PersonaGrain.Grid.ObservationStatus;

namespace PersonaGrain.Testing.Contracts;

/// <summary>A message id counts once for its profile, as far back as the journal reaches.</summary>
public abstract class DedupeContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Repeats_in_a_batch_are_dropped_and_the_others_kept()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Some.Observation(id: "a"));

        var outcomes = await ObserveAsync(
            Some.Observation(id: "a"), Some.Observation(id: "b"), Some.Observation(id: "c"), Some.Observation(id: "c"));

        outcomes.Select(outcome => outcome.Status).ShouldBe([Duplicate, Accepted, Accepted, Duplicate]);
        (await ProfileAsync()).Signals.ShouldBe(3);
    }

    [ContractFact]
    public async Task Same_id_counts_for_each_of_two_profiles()
    {
        await StartAsync(Some.Catalog());

        var outcomes = await ObserveAsync(Some.Observation("ada", id: "a"), Some.Observation("bob", id: "a"));

        outcomes.ShouldAllBe(outcome => outcome.Status == Accepted);
    }

    [ContractFact]
    public async Task Repeat_changes_neither_counts_nor_sums_nor_traits()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "twice": { "when": { "signal": "order_completed", "count": { "atLeast": 2 } } },
              "spent": { "when": { "signal": "order_completed", "sum": { "above": 10 } } }
            }
            """));
        var order = Some.Observation(type: "order_completed", id: "a", value: 10, traits: new Signals.TraitChange("age", Signals.TraitOperation.Increment, Some.Value(1)));

        await ObserveAsync(order);
        var before = await ProfileAsync();
        await ObserveAsync(order, order);

        var after = await ProfileAsync();
        after.Memberships.ShouldBeEmpty();
        after.Signals.ShouldBe(before.Signals);
        after.Traits["age"].Number.ShouldBe(1);
        (await SegmentAsync("spent")).Entered.ShouldBe(0);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Id_older_than_the_newest_thousand_is_still_known(bool restarted)
    {
        await StartAsync(Some.Catalog());
        var observations = Enumerable.Range(0, 2_500)
            .Select(index => Some.Observation(id: $"id-{index}", time: Some.Now - TimeSpan.FromSeconds(2_500 - index)))
            .ToArray();
        foreach (var batch in observations.Chunk(500))
        {
            await ObserveAsync(batch);
        }

        if (restarted)
        {
            await RestartAsync();
        }

        var outcomes = await ObserveAsync(
            observations[0],
            Some.Observation(id: "late-and-new", time: observations[0].Signal.Time),
            observations[1_499],
            observations[2_499],
            Some.Observation(id: "late-and-new", time: observations[0].Signal.Time));

        outcomes.Select(outcome => outcome.Status).ShouldBe([Duplicate, Accepted, Duplicate, Duplicate, Duplicate]);
        (await ProfileAsync()).Signals.ShouldBe(2_501);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Id_without_a_time_of_its_own_counts_once_however_many_came_between(Ending ending)
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Some.Observation(id: "repeated", time: Host.Clock.Now));
        foreach (var batch in Enumerable.Range(0, 1_500).Chunk(300))
        {
            await AdvanceAsync(Minute);
            await ObserveAsync([.. batch.Select(index => Some.Observation(id: $"id-{index}", time: Host.Clock.Now))]);
        }

        await EndAsync(ending);

        // The sender gives no time, so each sending gets the time of its arrival.
        var outcomes = await ObserveAsync(
            Some.Observation(id: "repeated", time: Host.Clock.Now),
            Some.Observation(id: "new", time: Host.Clock.Now),
            Some.Observation(id: "id-3", time: Host.Clock.Now),
            Some.Observation(id: "new", time: Host.Clock.Now));

        outcomes.Select(outcome => outcome.Status).ShouldBe([Duplicate, Accepted, Duplicate, Duplicate]);
        (await ProfileAsync()).Signals.ShouldBe(1_502);
        (await ObserveAsync(Some.Observation(id: "new", time: Host.Clock.Now)))[0].Status.ShouldBe(Duplicate);
        (await ObserveAsync(Some.Observation("bob", id: "repeated", time: Host.Clock.Now)))[0].Status.ShouldBe(Accepted);
    }

    [ContractFact]
    public async Task Ids_repeated_within_one_call_count_once_however_many_are_between()
    {
        await StartAsync(Some.Catalog());
        var observations = Enumerable.Range(0, 1_200).Select(index => Some.Observation(id: $"id-{index}")).ToArray();

        var outcomes = await ObserveAsync([.. observations, .. observations]);

        outcomes.Take(1_200).ShouldAllBe(outcome => outcome.Status == Accepted);
        outcomes.Skip(1_200).ShouldAllBe(outcome => outcome.Status == Duplicate);
        (await ProfileAsync()).Signals.ShouldBe(1_200);
    }

    [ContractFact]
    public async Task Id_sent_by_many_callers_at_once_is_accepted_once()
    {
        await StartAsync(Some.Catalog());
        var observation = Some.Observation(id: "a");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => ObserveAsync(observation))));

        outcomes.Count(outcome => outcome[0].Status == Accepted).ShouldBe(1);
        (await ProfileAsync()).Signals.ShouldBe(1);
    }
}

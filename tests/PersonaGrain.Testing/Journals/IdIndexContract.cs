using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Journals;

/// <summary>The index of message ids: what an actor forgot, its journal knows.</summary>
public abstract class IdIndexContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    [ContractFact]
    public async Task Id_that_the_index_has_makes_the_append_fail_and_nothing_is_written()
    {
        await IndexAsync(Ada, 1, news: ["a", "b"]);

        var result = await TryIndexAsync(Ada, 2, news: ["c", "b", "d", "a"]);

        result.ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe([Id("a"), Id("b")], ignoreOrder: true);
        (await ReadAsync(Ada)).Count.ShouldBe(1);
        await IndexAsync(Ada, 2, news: ["c", "d"]);
    }

    [ContractFact]
    public async Task Known_id_is_taken_whether_the_index_has_it_or_not()
    {
        await IndexAsync(Ada, 1, known: ["a", "b"]);
        await IndexAsync(Ada, 2, known: ["b", "c"], news: ["d"]);

        (await TryIndexAsync(Ada, 3, news: ["c"])).ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe([Id("c")]);
        (await TryIndexAsync(Ada, 3, news: ["d"])).ShouldBeOfType<AppendResult.Repeated>();
    }

    [ContractFact]
    public async Task Index_is_that_of_one_actor()
    {
        await IndexAsync(Ada, 1, news: ["a"]);

        await IndexAsync(Some.Actor("bob"), 1, news: ["a"]);
    }

    [ContractFact]
    public async Task Ids_of_an_append_that_loses_are_not_indexed()
    {
        await AppendAsync(Ada, 1, Signal());

        (await TryIndexAsync(Ada, 1, news: ["a"], known: ["b"])).ShouldBe(AppendResult.Conflict.Instance);

        await IndexAsync(Ada, 2, news: ["a", "b"]);
    }

    [ContractFact]
    public async Task Append_that_repeats_an_id_does_not_take_its_neighbours_with_it()
    {
        var actors = Enumerable.Range(0, 300).Select(index => Some.Actor($"profile-{index}")).ToArray();
        await Task.WhenAll(actors.Select(actor => IndexAsync(actor, 1, known: [$"{actor}-old"])));

        var results = await Task.WhenAll(actors.Select((actor, index) =>
            TryIndexAsync(actor, 2, news: index % 10 == 0 ? [$"{actor}-new", $"{actor}-old"] : [$"{actor}-new"])));

        for (var index = 0; index < actors.Length; index++)
        {
            if (index % 10 == 0)
            {
                results[index].ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe([Id($"{actors[index]}-old")]);
            }
            else
            {
                results[index].ShouldBe(AppendResult.Appended.Instance, actors[index].Key);
            }
        }
    }

    [ContractFact]
    public async Task Thousands_of_ids_are_indexed_at_once()
    {
        var ids = Enumerable.Range(0, 5_000).Select(index => $"id-{index}").ToArray();

        await IndexAsync(Ada, 1, known: ids);

        (await TryIndexAsync(Ada, 2, news: ids)).ShouldBeOfType<AppendResult.Repeated>().Ids.Count.ShouldBe(5_000);
        await IndexAsync(Ada, 2, known: ids, news: ["one more"]);
    }

    [ContractFact]
    public async Task Ids_come_with_a_wake_up_alone()
    {
        await AppendAsync(Ada, 1, Signal());

        var append = new ActorAppend(Ada, 2, [], Some.Now) { KnownIds = [Id("a")] };
        (await Journal.AppendAsync(append, Deadline)).ShouldBe(AppendResult.Appended.Instance);

        (await TryIndexAsync(Ada, 2, news: ["a"])).ShouldBeOfType<AppendResult.Repeated>();
    }

    private static ulong Id(string id) => MessageFingerprint.Of(id);

    private async Task IndexAsync(ActorId actor, long first, string[]? news = null, string[]? known = null) =>
        (await TryIndexAsync(actor, first, news, known)).ShouldBe(AppendResult.Appended.Instance);

    private async Task<AppendResult> TryIndexAsync(ActorId actor, long first, string[]? news = null, string[]? known = null) =>
        await Journal.AppendAsync(
            new ActorAppend(actor, first, [Signal()], null)
            {
                NewIds = [.. (news ?? []).Select(id => Id(id))],
                KnownIds = [.. (known ?? []).Select(id => Id(id))],
            },
            Deadline);
}

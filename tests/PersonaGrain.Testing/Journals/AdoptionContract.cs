using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Journals;

/// <summary>No profile comes to a catalog once a newer one is stored, however long its append takes.</summary>
public abstract class AdoptionContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private const int Profiles = 200;

    [ContractFact]
    public async Task Append_that_adopts_the_newest_catalog_or_knows_of_none_is_kept()
    {
        await AppendAsync(Ada, 1, Adopted(1), Signal());
        await SaveAsync(2);
        await AppendAsync(Ada, 3, Adopted(2));
        await AppendAsync(Some.Actor("bob"), 1, Adopted(3), Signal());

        (await ReadAsync(Ada)).Count.ShouldBe(3);
    }

    [ContractFact]
    public async Task Append_that_adopts_an_older_catalog_than_the_newest_is_a_conflict_and_changes_nothing()
    {
        await SaveAsync(2);

        (await TryAppendAsync(Ada, 1, Some.Now, Adopted(1), Signal(), Entered())).ShouldBe(AppendResult.Conflict.Instance);

        (await ReadAsync(Ada)).ShouldBeEmpty();
        (await DueAsync(Ada, Some.Now)).ShouldBeEmpty();
        (await ListAsync()).ShouldBeEmpty();
        (await Journal.TotalsAsync(Deadline)).ShouldBe(default);
        await AppendAsync(Ada, 1, Adopted(2), Signal());
    }

    [ContractFact]
    public async Task Append_that_adopts_is_a_conflict_where_a_newer_decisive_publication_is_stored()
    {
        await SaveAsync(1);
        (await Host.Catalogs.PublishAsync(new StoredPublication(1, Some.Now, new byte[] { 1 }, 1, Some.Now), 1, Deadline)).ShouldBeTrue();

        (await Journal.AppendAsync(new ActorAppend(Ada, 1, [Adopted(1)], Some.Now) { Decisive = 0 }, Deadline)).ShouldBe(AppendResult.Conflict.Instance);
        (await Journal.AppendAsync(new ActorAppend(Ada, 1, [Adopted(1)], Some.Now) { Decisive = 1 }, Deadline)).ShouldBe(AppendResult.Appended.Instance);
    }

    [ContractFact]
    public async Task Append_that_adopts_nothing_does_not_ask_for_the_catalog()
    {
        await AppendAsync(Ada, 1, Adopted(1), Signal());
        await SaveAsync(2);

        await AppendAsync(Ada, 3, Signal(), Entered());

        (await ReadAsync(Ada)).Count.ShouldBe(4);
    }

    [ContractFact]
    public async Task Append_that_is_outdated_does_not_take_its_neighbours_with_it()
    {
        await SaveAsync(2);
        var profiles = All();

        var results = await Task.WhenAll(profiles.Select((profile, index) => TryAppendAsync(profile, 1, null, index % 10 == 0 ? Adopted(1) : Adopted(2), Signal())));

        for (var index = 0; index < Profiles; index++)
        {
            results[index].ShouldBe(index % 10 == 0 ? AppendResult.Conflict.Instance : AppendResult.Appended.Instance, profiles[index].Key);
        }

        (await Journal.TotalsAsync(Deadline)).Profiles.ShouldBe(Profiles * 9 / 10);
    }

    /// <summary>What a walk through all profiles relies on: those that it does not meet are of the catalog that it walks for.</summary>
    [ContractFact]
    public async Task Profiles_that_adopted_an_older_catalog_are_all_there_when_a_newer_one_is_saved()
    {
        var profiles = All();
        await SaveAsync(1);
        var appends = profiles.Select(profile => Task.Run(() => TryAppendAsync(profile, 1, null, Adopted(1), Signal()))).ToArray();
        await Task.WhenAny(appends);

        await SaveAsync(2);
        var listed = await ListAsync();

        var results = await Task.WhenAll(appends);
        profiles.Where((_, index) => results[index] is AppendResult.Appended).ShouldBe(listed, ignoreOrder: true);
        results.ShouldAllBe(result => result is AppendResult.Appended || result is AppendResult.Conflict);
    }

    private static ActorId[] All() => [.. Enumerable.Range(0, Profiles).Select(index => Some.Actor($"profile-{index}"))];

    private static JournalEntry Adopted(int catalog) => JournalEntry.Adopted(catalog, Some.Now);

    private async Task SaveAsync(int version) =>
        (await Host.Catalogs.SaveAsync(new StoredCatalog(version, "{}"u8.ToArray(), Some.Now), Deadline)).ShouldBe(CatalogSave.Saved.Instance);

    private async Task<List<ActorId>> ListAsync()
    {
        var profiles = new List<ActorId>();
        for (var shard = 0; shard < Shards.SegmentCount; shard++)
        {
            profiles.AddRange(await Journal.ActorsAsync(shard, null, 1_000, Deadline));
        }

        return profiles;
    }
}

using PersonaGrain.Turns;
using System.Text;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Testing.Journals;

/// <summary>The catalogs of a cluster: the newest version is in force everywhere.</summary>
public abstract class CatalogStoreContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private ICatalogStore Catalogs => Host.Catalogs;

    [ContractFact]
    public async Task Newest_is_the_one_with_the_highest_version()
    {
        (await NewestAsync(0, 0)).ShouldBe(default);

        (await Catalogs.SaveAsync(Catalog(1), Deadline)).ShouldBe(CatalogSave.Saved.Instance);
        (await Catalogs.SaveAsync(Catalog(4), Deadline)).ShouldBe(CatalogSave.Saved.Instance);

        var newest = (await Catalogs.NewestAsync(3, 0, Deadline)).Catalog.ShouldNotBeNull();
        (newest.Version, newest.Applied).ShouldBe((4, Catalog(4).Applied));
        Encoding.UTF8.GetString(newest.Json.Span).ShouldBe(Encoding.UTF8.GetString(Catalog(4).Json.Span));
        (await NewestAsync(4, 0)).ShouldBe(default);
    }

    [ContractFact]
    public async Task Newest_catalogs_are_kept_with_author_and_message_and_the_oldest_forgotten()
    {
        for (var version = 1; version <= CatalogRetention.Catalogs + 2; version++)
        {
            await Catalogs.SaveAsync(Catalog(version) with { Origin = new CatalogOrigin($"key:{version}", version % 2 == 0 ? "schön" : null) }, Deadline);
        }

        var entries = await Catalogs.EntriesAsync(int.MaxValue, 1_000, Deadline);

        entries.Select(one => one.Version).ShouldBe(Enumerable.Range(3, CatalogRetention.Catalogs).Reverse());
        entries[0].ShouldBe(new CatalogEntry(202, Catalog(202).Applied, new CatalogOrigin("key:202", "schön"), Catalog(202).Json.Length));
        entries[1].Origin.ShouldBe(new CatalogOrigin("key:201"));
        (await Catalogs.EntriesAsync(101, 2, Deadline)).Select(one => one.Version).ShouldBe([100, 99]);
        (await Catalogs.FindAsync(2, Deadline)).ShouldBeNull();
        var found = (await Catalogs.FindAsync(3, Deadline)).ShouldNotBeNull();
        found.Json.ToArray().ShouldBe(Catalog(3).Json.ToArray());
        found.Origin.ShouldBe(new CatalogOrigin("key:3"));
    }

    [ContractFact]
    public async Task Long_documents_are_kept_up_to_their_bound()
    {
        var text = new string('x', CatalogRetention.Bytes / 3);
        for (var version = 1; version <= 4; version++)
        {
            await Catalogs.SaveAsync(Catalog(version) with { Json = Encoding.UTF8.GetBytes(text) }, Deadline);
        }

        (await Catalogs.EntriesAsync(int.MaxValue, 10, Deadline)).Select(one => one.Version).ShouldBe([4, 3, 2]);
    }

    [ContractFact]
    public async Task Save_of_a_version_that_is_not_above_the_newest_is_stale()
    {
        await Catalogs.SaveAsync(Catalog(4), Deadline);

        (await Catalogs.SaveAsync(Catalog(4), Deadline)).ShouldBe(new CatalogSave.Stale(4));
        (await Catalogs.SaveAsync(Catalog(3), Deadline)).ShouldBe(new CatalogSave.Stale(4));
    }

    [ContractFact]
    public async Task Save_of_one_version_by_many_lets_exactly_one_win()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Catalogs.SaveAsync(Catalog(1), Deadline))));

        results.Count(result => result is CatalogSave.Saved).ShouldBe(1);
        results.Count(result => result == new CatalogSave.Stale(1)).ShouldBe(7);
    }

    [ContractFact]
    public async Task Publication_replaces_the_one_before_and_is_found_in_one_look_with_the_catalog()
    {
        await Catalogs.SaveAsync(Catalog(2), Deadline);
        (await Catalogs.NewestAsync(0, 0, Deadline)).Publication.ShouldBeNull();

        (await Catalogs.PublishAsync(Publication(1), 2, Deadline)).ShouldBeTrue();
        (await Catalogs.PublishAsync(Publication(2), 2, Deadline)).ShouldBeTrue();

        var (catalog, publication) = await Catalogs.NewestAsync(0, 1, Deadline);
        catalog.ShouldNotBeNull().Version.ShouldBe(2);
        publication.ShouldNotBeNull();
        (publication with { Counts = default }).ShouldBe(Publication(2) with { Counts = default });
        publication.Counts.ToArray().ShouldBe(Publication(2).Counts.ToArray());
        (await NewestAsync(2, 2)).ShouldBe(default);
        (await Catalogs.NewestAsync(2, 0, Deadline)).Publication.ShouldNotBeNull();
    }

    [ContractFact]
    public async Task Publication_that_is_not_the_next_one_or_of_an_older_catalog_is_refused()
    {
        await Catalogs.SaveAsync(Catalog(2), Deadline);
        await Catalogs.PublishAsync(Publication(1), 2, Deadline);

        (await Catalogs.PublishAsync(Publication(1), 2, Deadline)).ShouldBeFalse();
        (await Catalogs.PublishAsync(Publication(3), 2, Deadline)).ShouldBeFalse();
        (await Catalogs.PublishAsync(Publication(2), 1, Deadline)).ShouldBeFalse();
        (await Catalogs.NewestAsync(2, 0, Deadline)).Publication.ShouldNotBeNull().Number.ShouldBe(1);
    }

    [ContractFact]
    public async Task Publication_of_one_number_by_many_lets_exactly_one_win()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Catalogs.PublishAsync(Publication(1), 0, Deadline))));

        results.Count(published => published).ShouldBe(1);
    }

    /// <summary>What is newer, without the store's time.</summary>
    private async Task<StoredNews> NewestAsync(int above, long abovePublication) =>
        await Catalogs.NewestAsync(above, abovePublication, Deadline) with { StoreTime = null };

    private static StoredPublication Publication(long number) =>
        new(number, Some.Now + TimeSpan.FromTicks(number), new byte[] { 1, (byte)number }, number - 1, Some.Now - TimeSpan.FromTicks(number));

    private static StoredCatalog Catalog(int version) =>
        new(version, Encoding.UTF8.GetBytes($$"""{ "name": "schön\u0000", "version": {{version}} }"""), Some.Now + TimeSpan.FromTicks(version));
}

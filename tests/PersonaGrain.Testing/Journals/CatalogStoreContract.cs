using System.Text;
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
        (await Catalogs.NewestAsync(0, Deadline)).ShouldBeNull();

        (await Catalogs.SaveAsync(Catalog(1), Deadline)).ShouldBe(CatalogSave.Saved.Instance);
        (await Catalogs.SaveAsync(Catalog(4), Deadline)).ShouldBe(CatalogSave.Saved.Instance);

        var newest = (await Catalogs.NewestAsync(3, Deadline)).ShouldNotBeNull();
        (newest.Version, newest.Applied).ShouldBe((4, Catalog(4).Applied));
        Encoding.UTF8.GetString(newest.Json.Span).ShouldBe(Encoding.UTF8.GetString(Catalog(4).Json.Span));
        (await Catalogs.NewestAsync(4, Deadline)).ShouldBeNull();
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

    private static StoredCatalog Catalog(int version) =>
        new(version, Encoding.UTF8.GetBytes($$"""{ "name": "schön\u0000", "version": {{version}} }"""), Some.Now + TimeSpan.FromTicks(version));
}

using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;
using PersonaGrain.Catalogs;
using PersonaGrain.Dashboard.Tests.Hosting;
using PersonaGrain.Silo.Hosting;
using PersonaGrain.Silo.Settings;
using PersonaGrain.Testing;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>The same pages on a silo, in this process and in memory.</summary>
[Collection(DashboardPages.Name)]
public sealed class ClusterTests(DashboardFixture dashboard)
{
    /// <summary>What a page has only once it was read, or where nothing is read.</summary>
    private const string Read = "main :is(table, section, form.decide)";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [BrowserFact]
    public async Task Pages_on_a_silo_show_what_they_do_on_one_machine_and_each_that_the_navigation_shows_opens()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PersonaGrain:Role"] = "Both",
            ["PersonaGrain:Urls"] = "http://127.0.0.1:0",
            ["PersonaGrain:Cluster:Kind"] = "Local",
            ["PersonaGrain:Cluster:SiloPort"] = "0",
            ["PersonaGrain:Cluster:ClientPort"] = "0",
            ["PersonaGrain:DrainDelay"] = "00:00:00",
            ["Logging:LogLevel:Default"] = "None",
        }).Build();
        var catalog = CatalogReader.Read(await File.ReadAllBytesAsync(Repository.File("silo-config/catalogs/athletic-wear.json"))).ShouldBeOfType<CatalogReading.Sound>().Document;
        await using var silo = SiloProcess.Build(configuration, SiloSettings.From(configuration), catalog);
        await silo.StartAsync().WaitAsync(Patience);
        var address = new Uri(silo.Urls.First());
        using var client = new HttpClient { BaseAddress = address, Timeout = Patience };
        await ReadyAsync(client);
        using var body = new StringContent(string.Join('\n', SampleShop.Signals(DateTimeOffset.UtcNow)), Encoding.UTF8, "application/x-ndjson");
        (await client.PostAsync(new Uri("/v1/signals", UriKind.Relative), body)).EnsureSuccessStatusCode();

        await using var visit = await dashboard.VisitAsync(at: address);
        await visit.OpenAsync("/", "Segments");
        await visit.SeeAsync("120 profiles");
        await visit.OpenAsync("/segments/serious_runner", "serious_runner");
        await visit.SeeAsync(SampleShop.Runner);
        await visit.OpenAsync($"/profiles?id={SampleShop.Runner}&view=why&segment=serious_runner", SampleShop.Runner);
        await visit.SeeAsync("In serious_runner");
        await visit.OpenAsync($"/live?profile={SampleShop.Runner}", "Live");
        await visit.SeeAsync(visit.Page.Locator("td .event"));
        await visit.OpenAsync("/catalog/measures?name=running_views", "running_views");
        await visit.SeeAsync("serious_runner");
        await visit.OpenAsync("/catalog?view=history", "Catalog");
        await visit.SeeAsync("given at the start");

        await visit.OpenAsync("/segments/serious_runner/edit", "Change serious_runner");
        await visit.SeeAsync("All 120 people were looked at");
        await visit.OpenAsync("/grid", "Grid health");
        await visit.SeeAsync("It takes signals");
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "works", Exact = true }));

        await NavigateAsync(visit);
        (await (await visit.Page.APIRequest.GetAsync($"{address}segments/serious_runner/members.csv?reasons=true")).TextAsync()).ShouldContain(SampleShop.Runner);
        await SampleAsync(visit);
        visit.Complaints.ShouldBeEmpty();
        await silo.StopAsync().WaitAsync(Patience);
    }

    /// <summary>Every page that the navigation shows comes to its end, and tells no fault.</summary>
    private static async Task NavigateAsync(BrowserVisit visit)
    {
        var links = await visit.Page.Locator(".menu a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        links.ShouldContain("/audit", "it needs no key, so everything is shown");
        foreach (var link in links)
        {
            await visit.Page.GotoAsync(link);
            await visit.SeeAsync(visit.Page.Locator($".menu a[href='{link}'][aria-current='page']"));
            await visit.SeeAsync(visit.Page.Locator("main").GetByRole(AriaRole.Heading, new() { Level = 1 }));
            await visit.SeeAsync(visit.Page.Locator(Read));
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
            (await visit.Page.GetByRole(AriaRole.Alert).CountAsync()).ShouldBe(0, link);
        }
    }

    /// <summary>Not all of its people: that takes long on a busy machine.</summary>
    private static async Task SampleAsync(BrowserVisit visit)
    {
        await visit.OpenAsync("/sample", "Sample shop");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Load the sample shop" }).ClickAsync();
        await visit.SeeAsync("Loading the last 60 days");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await visit.SeeAsync("Going on loads the others first.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the sample shop now" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Load the sample shop" }));
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token)).IsSuccessStatusCode)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}

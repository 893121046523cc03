using System.Net;
using System.Text.RegularExpressions;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>How pages are served without keys, and where they are turned off.</summary>
public sealed partial class ServingTests
{
    [Fact]
    public async Task Page_without_keys_asks_for_none_and_all_that_it_loads_is_there()
    {
        await using var server = await ServedDashboard.StartAsync();

        using var answer = await server.Client.GetAsync(new Uri("/", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        var loaded = Loaded().Matches(page).Select(static match => match.Groups["path"].Value).ToArray();
        loaded.Select(static path => path.Split('/')[^1]).ShouldBe(["mudblazor.css", "dashboard.css", "appearance.js", "mudblazor.js", "blazor.web.js"]);
        foreach (var path in loaded)
        {
            using var asset = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
            asset.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            asset.Headers.CacheControl!.ToString().ShouldContain("immutable");
            (await asset.Content.ReadAsByteArrayAsync()).Length.ShouldBeGreaterThan(100);
        }
    }

    [Fact]
    public async Task Pages_that_are_turned_off_leave_the_path_to_the_api()
    {
        await using var server = await ServedDashboard.StartAsync("""{ "Dashboard": { "Enabled": false } }""");

        using var answer = await server.Client.GetAsync(new Uri("/", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("unknown_path");
    }

    [GeneratedRegex("(?:src|href)=\"(?<path>/assets/[^\"]+)\"", RegexOptions.None, 1_000)]
    private static partial Regex Loaded();
}

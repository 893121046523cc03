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
    public async Task File_of_members_is_one_to_keep_and_what_is_refused_is_none()
    {
        await using var server = await ServedDashboard.StartAsync();
        await server.SendAsync([SampleShop.Wish("=1+1", 1, DateTimeOffset.UtcNow), SampleShop.Wish("=1+1", 2, DateTimeOffset.UtcNow)]);

        using var file = await server.Client.GetAsync(new Uri("/segments/interested_in_new_releases/members.csv", UriKind.Relative));
        var text = await file.Content.ReadAsStringAsync();
        file.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        file.Content.Headers.ContentDisposition!.ToString().ShouldBe("attachment; filename=interested_in_new_releases-members.csv; filename*=UTF-8''interested_in_new_releases-members.csv");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        file.Headers.CacheControl!.NoStore.ShouldBeTrue();
        text.ShouldStartWith("profile,since,version\r\n'=1+1,");

        foreach (var (path, status, reason) in new (string, HttpStatusCode, string)[]
        {
            ("/segments/none_of_this/members.csv", HttpStatusCode.NotFound, "unknown_segment"),
            ("/segments/champions/members.csv?workspace=another", HttpStatusCode.Conflict, "workspace_refused"),
            ("/segments/none_of_this/alike.csv?score=price_sensitivity", HttpStatusCode.NotFound, "unknown_segment"),
            ("/segments/champions/alike.csv?score=price_sensitivity", HttpStatusCode.BadRequest, "invalid_parameter"),
            ("/segments/champions/alike.csv?score=price_sensitivity&without=interested_in_new_releases", HttpStatusCode.BadRequest, "unknown_parameter"),
            ("/segments/champions/members.csv?feilds=email", HttpStatusCode.BadRequest, "unknown_parameter"),
            ("/segments/champions/members.csv?format=json", HttpStatusCode.BadRequest, "invalid_parameter"),
        })
        {
            using var refused = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
            refused.StatusCode.ShouldBe(status, path);
            (await refused.Content.ReadAsStringAsync()).ShouldContain($"\"reason\":\"{reason}\"");
            refused.Content.Headers.ContentDisposition.ShouldBeNull();
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

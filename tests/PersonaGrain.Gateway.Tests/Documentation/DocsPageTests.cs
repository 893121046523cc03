using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Documentation;

/// <summary>The page at <c>/docs</c>.</summary>
public sealed partial class DocsPageTests
{
    private const string Browser = "/usr/bin/chromium";

    [Fact]
    public async Task Page_and_its_script_come_from_the_gateway_itself()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Admin = { "k" } } });

        using var answer = await host.Client.GetAsync(new Uri("/docs", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        answer.EnsureSuccessStatusCode();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.ShouldContain("openapi/v1.json");
        Foreign().Matches(page).ShouldBeEmpty();
        page.ShouldContain("\"telemetry\":false");
        page.ShouldContain("\"withDefaultFonts\":false");
    }

    [BrowserFact(Browser)]
    public async Task Page_shows_the_operations_in_a_browser_and_asks_no_other_host()
    {
        await using var host = await GatewayHost.StartAsync();
        var log = Path.GetTempFileName();
        try
        {
            var dom = await OpenAsync(new Uri(host.Client.BaseAddress!, "/docs"), log);

            dom.ShouldContain("Send one track call");
            var asked = RequestsOf(host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), await File.ReadAllTextAsync(log));
            asked.ShouldContain(url => url.AbsolutePath == "/docs/scalar.js");
            asked.ShouldAllBe(url => url.Authority == host.Client.BaseAddress!.Authority);
        }
        finally
        {
            File.Delete(log);
        }
    }

    // The browser's own network log: every request of the page, with its address. No name is resolved beyond this machine.
    private static async Task<string> OpenAsync(Uri page, string log)
    {
        var profile = Directory.CreateTempSubdirectory();
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-default-apps", "--disable-sync", "--user-data-dir=" + profile.FullName,
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--log-net-log=" + log, "--virtual-time-budget=15000", "--dump-dom", page.ToString(),
        ];
        var start = new ProcessStartInfo(Browser, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var dom = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            await errors;
            return dom;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            profile.Delete(recursive: true);
        }
    }

    [GeneratedRegex("""(?:src|href)\s*=\s*["'](?:https?:)?//""", RegexOptions.None, 1_000)]
    private static partial Regex Foreign();

    // Those that the page began; what a browser asks of its own accord has no initiator. A log of a browser that was ended may lack its end.
    private static List<Uri> RequestsOf(string origin, string log)
    {
        var whole = log.TrimEnd().EndsWith('}') ? log : log.TrimEnd().TrimEnd(',') + "]}";
        return
        [
            .. JsonDocument.Parse(whole).RootElement.GetProperty("events").EnumerateArray()
                .Where(entry => entry.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object
                    && parameters.TryGetProperty("initiator", out var initiator) && initiator.GetString() == origin)
                .Select(entry => entry.GetProperty("params").TryGetProperty("url", out var url) ? new Uri(url.GetString()!) : null).OfType<Uri>(),
        ];
    }
}

/// <summary>A test that needs a browser; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute(string browser) => Skip = File.Exists(browser) ? null : $"there is no browser at {browser}";
}

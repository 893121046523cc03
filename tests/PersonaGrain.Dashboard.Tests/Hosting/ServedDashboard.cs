using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Testing;

namespace PersonaGrain.Dashboard.Tests.Hosting;

/// <summary><c>persona serve</c> in this process, on a free port of the loopback and on a new store.</summary>
internal sealed partial class ServedDashboard : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private readonly string[] _arguments;
    private CancellationTokenSource _end = new();
    private Task<int> _run = Task.FromResult(0);

    private ServedDashboard() => _arguments =
    [
        "serve", "--urls", "http://127.0.0.1:0", "--data", _folder.File("data"), "--config", _folder.File("settings.json"), "--catalog", _folder.File("catalog.json"),
    ];

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; private set; } = null!;

    /// <summary>Calls it, without following redirections and without cookies.</summary>
    internal HttpClient Client { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <param name="settings">The section <c>PersonaGrain</c> as JSON.</param>
    internal static async Task<ServedDashboard> StartAsync(string settings = "{}")
    {
        var served = new ServedDashboard();
        await File.WriteAllTextAsync(served._folder.File("settings.json"), $$"""{ "PersonaGrain": {{settings}} }""");
        await File.WriteAllTextAsync(served._folder.File("catalog.json"), await SampleShop.CatalogAsync());
        await served.OpenAsync();
        return served;
    }

    /// <summary>Starts it with people whom it has counted: it is ended once they are there, since everybody is counted when a store is opened.</summary>
    internal static async Task<ServedDashboard> CountedAsync(string settings, IEnumerable<string> lines, string writeKey, string readKey)
    {
        var served = await StartAsync(settings);
        await served.SendAsync(lines, writeKey);
        await served.CloseAsync();
        await served.OpenAsync();
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (JsonDocument.Parse(await served.GetAsync("/v1/population", readKey)).RootElement.GetProperty("generation").GetInt64() == 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        return served;
    }

    private async Task OpenAsync()
    {
        var output = new AwaitedWriter();
        var error = new StringWriter();
        _end = new CancellationTokenSource();
        var end = _end.Token;
        _run = Task.Run(() => PersonaCommand.RunAsync(_arguments, new PersonaConsole(output, TextWriter.Synchronized(error)), end));
        var said = await Task.WhenAny(output.LineAsync("persona listens on "), _run).WaitAsync(Patience);
        if (said is not Task<string> line)
        {
            throw new InvalidOperationException($"it did not start: {error}");
        }

        Address = new Uri(Url().Match(await line).Value);
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address, Timeout = Patience };
    }

    private async Task CloseAsync()
    {
        Client?.Dispose();
        await _end.CancelAsync();
        await _run.WaitAsync(Patience);
        _end.Dispose();
    }

    /// <summary>Sends lines of native signals, one JSON document each.</summary>
    internal async Task SendAsync(IEnumerable<string> lines, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/signals");
        request.Content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await Client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Reads of the API.</summary>
    internal Task<string> GetAsync(string path, string key) => ManageAsync(HttpMethod.Get, path, null, key);

    /// <summary>Makes a key of <c>main</c> that reads.</summary>
    internal async Task<(string Id, string Key)> AddKeyAsync(string admin)
    {
        var answer = await ManageAsync(HttpMethod.Post, "/v1/workspaces/main/keys", """{ "scopes": ["read"] }""", admin);
        var made = JsonDocument.Parse(answer).RootElement;
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }

    /// <summary>Takes a key of <c>main</c> away.</summary>
    internal Task RemoveKeyAsync(string admin, string id) => ManageAsync(HttpMethod.Delete, $"/v1/workspaces/main/keys/{id}", null, admin);

    /// <summary>Puts the catalog in force with one text of it replaced, as its next version.</summary>
    /// <returns>That version.</returns>
    internal async Task<int> ChangeCatalogAsync(string admin, string was, string now, string message)
    {
        var catalog = await ManageAsync(HttpMethod.Get, "/v1/catalog", null, admin);
        catalog.ShouldContain(was);
        var version = JsonDocument.Parse(catalog).RootElement.GetProperty("version").GetInt32();
        var changed = catalog.Replace($"\"version\": {version}", $"\"version\": {version + 1}", StringComparison.Ordinal).Replace(was, now, StringComparison.Ordinal);
        await ManageAsync(HttpMethod.Put, $"/v1/catalog?message={Uri.EscapeDataString(message)}", changed, admin);
        return version + 1;
    }

    private async Task<string> ManageAsync(HttpMethod method, string path, string? body, string key)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://[\d.]+:\d+", RegexOptions.None, 1_000)]
    private static partial Regex Url();

    /// <summary>Output in which a line is waited for.</summary>
    private sealed class AwaitedWriter : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? string.Empty);

        public async Task<string> LineAsync(string start)
        {
            await foreach (var line in _lines.Reader.ReadAllAsync())
            {
                if (line.StartsWith(start, StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new InvalidOperationException("unreachable: the channel is never completed");
        }
    }
}

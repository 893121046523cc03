using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Sdk.Tests;

/// <summary><c>persona serve</c> as a process that is killed and started again, on the same port and store.</summary>
internal sealed class KilledServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client;
    private readonly string? _key;
    private Process? _process;

    private KilledServer(string? key, string page)
    {
        Address = $"http://127.0.0.1:{FreePort()}";
        _key = key;
        _client = new HttpClient { BaseAddress = new Uri(Address), Timeout = Patience };
        string[] keys = key is null ? [] : [key];
        string[] origins = key is null ? [] : [page];
        var scopes = new { Write = keys, Admin = keys.Select(text => text + "-admin") };
        var settings = new { PersonaGrain = new { Keys = scopes, Cors = new { Origins = origins } } };
        File.WriteAllText(_folder.File("settings.json"), JsonSerializer.Serialize(settings));
        if (key is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new("Bearer", key + "-admin");
        }
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>The key that clients send with; where none is needed, one that nobody knows.</summary>
    public string WriteKey => _key ?? "any";

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts it for a page of another origin.</summary>
    /// <param name="key">The write key, or null for a grid without keys.</param>
    /// <param name="page">The origin of the page.</param>
    public static async Task<KilledServer> StartAsync(string? key, string page)
    {
        var server = new KilledServer(key, page);
        await server.StartAsync();
        return server;
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        Kills++;
    }

    /// <summary>Starts it, and waits until it takes signals.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        string[] options = ["--data", _folder.File("store"), "--urls", Address, "--config", _folder.File("settings.json")];
        foreach (var argument in options.Prepend("serve").Prepend(Path.Combine(AppContext.BaseDirectory, "persona.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Ctrl-C", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("serve ended before it listened");
    }

    /// <summary>Sends JSON with a key that may do everything, and gives the answer.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body));
        using var answer = await _client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text);
    }

    /// <summary>The ids of what it has of a person.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string person)
    {
        using var answer = await _client.GetAsync($"/v1/profiles/{person}/timeline");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        using var timeline = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return [.. timeline.RootElement.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("id").GetString()!)];
    }

    /// <summary>The ids of what it has of a person, once there are so many. Nobody is told when a beacon arrives, so it asks again.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string person, int atLeast)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await IdsAsync(person) is var ids && ids.Count >= atLeast)
            {
                return ids;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _client.Dispose();
        _folder.Dispose();
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        // Below those that systems give to outgoing connections: one of these may take a port between two lives of its server.
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken; another one is not.
            }
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Faults;

/// <summary>What a grid has set aside that is served over HTTP.</summary>
internal sealed class ServedSignals : IHeldSignals
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private readonly PersonaConsole _console;
    private readonly HttpClient _client;

    /// <summary>A grid at an address.</summary>
    /// <param name="console">Where faults are told.</param>
    /// <param name="address">Such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="key">The key to show; null for none.</param>
    public ServedSignals(PersonaConsole console, Uri address, string? key)
    {
        (_console, _client) = (console, new HttpClient { BaseAddress = address, Timeout = Timeout });
        _client.DefaultRequestHeaders.Authorization = key is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
    }

    /// <inheritdoc />
    public Task<HeldAnswer> ListAsync(long after, int limit, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"v1/faults/quarantine?after={after}&limit={limit}", cancellation);

    /// <inheritdoc />
    public Task<HeldAnswer> ReplayAsync(long after, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"v1/faults/replay?after={after}", cancellation);

    /// <inheritdoc />
    public Task<HeldAnswer> DiscardAsync(QuarantineFilter filter, long after, CancellationToken cancellation)
    {
        var type = filter.Type is { } name ? $"&type={Uri.EscapeDataString(name)}" : string.Empty;
        var through = filter.Through is { } last ? $"&through={last}" : string.Empty;
        return SendAsync(HttpMethod.Post, $"v1/faults/discard?all=true&after={after}{type}{through}", cancellation);
    }

    /// <inheritdoc />
    public Task<HeldAnswer> DiscardOneAsync(long position, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"v1/faults/quarantine/{position}", cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private async Task<HeldAnswer> SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            using var answer = await _client.SendAsync(request, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return answer.IsSuccessStatusCode
                ? new HeldAnswer(JsonDocument.Parse(text).RootElement, 0)
                : new HeldAnswer(null, Fail(answer.StatusCode, text));
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return new HeldAnswer(null, _console.Fail(
                ExitCode.StoreUnavailable, $"{_client.BaseAddress} gives no answer: {fault.Message}", "name the address of a grid with --url, as persona serve prints it"));
        }
    }

    private int Fail(HttpStatusCode status, string text)
    {
        var code = status switch
        {
            HttpStatusCode.NotFound => ExitCode.NotFound,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest => ExitCode.Refused,
            _ => ExitCode.StoreUnavailable,
        };
        return Problem(text) is var (detail, remedy)
            ? _console.Fail(code, detail, remedy)
            : _console.Fail(code, $"{_client.BaseAddress} answers {(int)status}", "name the address of a grid with --url, as persona serve prints it");
    }

    private static (string Detail, string? Remedy)? Problem(string text)
    {
        try
        {
            var problem = JsonDocument.Parse(text).RootElement;
            return (problem.GetProperty("detail").GetString()!, problem.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}

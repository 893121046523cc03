using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Stores;

/// <summary>Calls a grid that is served over HTTP, and tells what went wrong.</summary>
internal sealed class ServedGrid : IDisposable
{
    private const string NameIt = "name the address of a grid with --url, as persona serve prints it";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private readonly PersonaConsole _console;
    private readonly HttpClient _client;

    /// <summary>A grid at an address.</summary>
    /// <param name="console">Where faults are told.</param>
    /// <param name="address">Such as <c>http://127.0.0.1:5080/</c>.</param>
    /// <param name="key">The key to show; null for none.</param>
    public ServedGrid(PersonaConsole console, Uri address, string? key)
    {
        (_console, _client) = (console, new HttpClient { BaseAddress = address, Timeout = Timeout });
        _client.DefaultRequestHeaders.Authorization = key is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
    }

    /// <summary>Where it is.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>Calls, and gives the answer, or tells why there is none.</summary>
    public Task<GridAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation) => SendAsync(method, path, body, null, cancellation);

    /// <summary>Asks for what may not be there yet: that is not told, and the answer is that nothing was found.</summary>
    /// <param name="path">What to ask for.</param>
    /// <param name="reason">The reason that the problem has then.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<GridAnswer> FindAsync(string path, string reason, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, reason, cancellation);

    private async Task<GridAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, string? untold, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            request.Content = body is null ? null : JsonContent.Create(body);
            using var answer = await _client.SendAsync(request, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return answer.IsSuccessStatusCode
                ? new GridAnswer(JsonDocument.Parse(text).RootElement, 0)
                : GridAnswer.Failed(untold is not null && Reason(text) == untold ? (int)ExitCode.NotFound : Fail(answer.StatusCode, text));
        }
        catch (Exception fault) when (
            fault is HttpRequestException or JsonException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return GridAnswer.Failed(_console.Fail(ExitCode.StoreUnavailable, $"{Address} gives no answer: {fault.Message}", NameIt));
        }
    }

    /// <summary>Reads an answer as it comes, of whatever length, and hands back the exit code.</summary>
    /// <param name="path">What to ask for.</param>
    /// <param name="read">Takes the headers and the answer. It may stop before the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    public async Task<int> ReadAsync(string path, Func<HttpResponseHeaders, Stream, Task> read, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                return Fail(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
            }

            await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
            await read(answer.Headers, stream);
            return (int)ExitCode.Done;
        }
        catch (Exception fault) when (
            fault is HttpRequestException or HttpIOException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return _console.Fail(ExitCode.StoreUnavailable, $"{Address} broke off: {fault.Message}", "what was written is not whole; ask again");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private int Fail(HttpStatusCode status, string text)
    {
        var code = status switch
        {
            HttpStatusCode.NotFound => ExitCode.NotFound,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.Conflict
                or HttpStatusCode.UnprocessableEntity => ExitCode.Refused,
            _ => ExitCode.StoreUnavailable,
        };
        return Problem(text) is var (detail, remedy)
            ? _console.Fail(code, detail, status == HttpStatusCode.Unauthorized ? "give a key that may do this with --key" : remedy)
            : _console.Fail(code, $"{Address} answers {(int)status}", NameIt);
    }

    private static string? Reason(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.GetProperty("reason").GetString();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // It is no problem document; that is told as any other answer.
            return null;
        }
    }

    private static (string Detail, string? Remedy)? Problem(string text)
    {
        try
        {
            var problem = JsonDocument.Parse(text).RootElement;
            var faults = problem.TryGetProperty("faults", out var listed)
                ? string.Concat(listed.EnumerateArray().Select(static fault => $"; {fault.GetProperty("path")}: {fault.GetProperty("message")}"))
                : string.Empty;
            return (problem.GetProperty("detail").GetString() + faults, faults.Length == 0 && problem.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Searches;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Gateway.Listing;

namespace PersonaGrain.Cli.Inspect.Exports;

/// <summary>Writes the members of a segment of a grid that is served, as they come.</summary>
internal sealed class ServedExport(PersonaConsole console, ServedGrid grid, ExportRequest request)
{
    private const int BufferSize = 16 * 1024;
    private long _count;

    /// <summary>How many were written.</summary>
    public long Count => _count;

    /// <summary>Writes, and hands back the exit code.</summary>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var segment = $"v1/segments/{Uri.EscapeDataString(request.Segment)}";
        var found = await grid.SendAsync(HttpMethod.Get, segment, null, cancellation);
        if (found.Json is not { } told)
        {
            return found.ExitCode;
        }

        var total = Math.Min(request.Limit ?? long.MaxValue, told.GetProperty("count").GetInt64());
        var exit = (int)ExitCode.Unexpected;
        (double Error, bool IsComplete)? order = null;
        await ProgressDisplay.ShowAsync(
            console,
            async () => exit = await grid.ReadAsync(
                $"{segment}/members?{Query()}",
                (headers, stream) =>
                {
                    order = OrderOf(headers);
                    return CopyAsync(stream, output, cancellation);
                },
                cancellation),
            () => total <= 0 ? 1 : Math.Min(1, (double)_count / total),
            () => $"{_count:N0} members of {request.Segment}");
        if (exit == (int)ExitCode.Done && order is var (error, isComplete))
        {
            SearchWords.TellOrder(console, error, isComplete);
            SearchWords.TellLeftOut(console, request, total - _count, " now");
        }

        return exit;
    }

    private static (double Error, bool IsComplete)? OrderOf(HttpResponseHeaders headers) =>
        headers.TryGetValues(OrderHeaders.Error, out var errors) && headers.TryGetValues(OrderHeaders.Complete, out var complete)
            && double.TryParse(errors.First(), CultureInfo.InvariantCulture, out var error)
            ? (error, complete.First() == "true")
            : null;

    private string Query()
    {
        var query = new List<string> { request.Csv ? "format=csv" : "format=ndjson" };
        Add("fields", request.Fields.Length == 0 ? null : string.Join(',', request.Fields));
        Add("sort", request.Sort);
        Add("reasons", request.Reasons ? "true" : null);
        Add("limit", request.Limit is { } limit ? FormattableString.Invariant($"{limit}") : null);
        return string.Join('&', query);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    private Task CopyAsync(Stream stream, TextWriter output, CancellationToken cancellation) =>
        request.Csv ? CopyCellsAsync(stream, output, cancellation) : CopyLinesAsync(stream, output, cancellation);

    private async Task CopyLinesAsync(Stream stream, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream);
        while (_count < (request.Limit ?? long.MaxValue) && await reader.ReadLineAsync(cancellation) is { } line)
        {
            await output.WriteLineAsync(line);
            _count++;
        }
    }

    private async Task CopyCellsAsync(Stream stream, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[BufferSize];
        var lines = 0L;
        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            lines += buffer.AsSpan(0, read).Count('\n');
            _count = Math.Max(0, lines - 1);
        }
    }
}

using System.Globalization;
using Npgsql;

namespace PersonaGrain.Grains.Benchmarks.Reporting;

/// <summary>The processor time of a private PostgreSQL server, with all its processes, those that ended included.</summary>
internal sealed class ServerTime
{
    private const int TicksPerSecond = 100;
    private readonly int _server;

    private ServerTime(int server) => _server = server;

    /// <summary>Finds the server's process by what it says of itself.</summary>
    public static async Task<ServerTime> OfAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer");
        return new ServerTime((int)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>Used so far.</summary>
    public TimeSpan Used()
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) && Fields(folder) is { } fields)
            {
                // After the name: 1 parent, 11 and 12 own time, 13 and 14 that of children that ended and were waited for.
                ticks += process == _server ? Sum(fields, 11, 15) : fields[1] == $"{_server}" ? Sum(fields, 11, 13) : 0;
            }
        }

        return TimeSpan.FromSeconds(ticks / (double)TicksPerSecond);
    }

    private static string[]? Fields(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It ended between the listing and the look.
            return null;
        }
    }

    private static long Sum(string[] fields, int from, int to) => fields[from..to].Sum(static field => long.Parse(field, CultureInfo.InvariantCulture));
}

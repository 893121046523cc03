using Microsoft.Extensions.Configuration;

namespace PersonaGrain.Silo.Settings;

/// <summary>Finds and reads configuration files.</summary>
internal static class SettingsFile
{
    /// <summary>A file and the environment as one configuration; the environment wins.</summary>
    /// <param name="file">A path, or the name of a profile that came with the program, such as <c>local</c>; null for the environment alone.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not JSON.</exception>
    public static IConfigurationRoot Read(string? file)
    {
        var builder = new ConfigurationBuilder();
        if (file is not null)
        {
            builder.AddJsonFile(Find(file, "silo-config", ".json"), optional: false, reloadOnChange: false);
        }

        return builder.AddEnvironmentVariables().Build();
    }

    /// <summary>The full path of a file: as given, else beside the program in a folder, with or without its extension.</summary>
    /// <exception cref="FileNotFoundException">It is in none of these places.</exception>
    public static string Find(string file, string folder, string extension)
    {
        string[] places =
        [
            Path.GetFullPath(file),
            Path.Combine(AppContext.BaseDirectory, file),
            Path.Combine(AppContext.BaseDirectory, folder, file),
            Path.Combine(AppContext.BaseDirectory, folder, file + extension),
        ];
        return Array.Find(places, File.Exists) ?? throw new FileNotFoundException($"'{file}' is neither a file nor one that came with the program");
    }
}

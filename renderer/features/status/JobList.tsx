import { useApp } from "../../state/app.ts";
import { Button, ErrorNote, ProgressBar } from "../../ui/index.ts";
import styles from "./JobList.module.css";

/** Long work: how far it is, the way out of it, and why it failed. */
export function JobList() {
  const jobs = useApp((state) => state.jobs);
  const cancelJob = useApp((state) => state.cancelJob);
  const dismissJob = useApp((state) => state.dismissJob);
  return jobs.map((job) =>
    job.error === null ? (
      <div key={job.id} className={styles.job}>
        <ProgressBar
          label={job.label}
          value={job.value}
          detail={job.detail ?? undefined}
          onCancel={() => cancelJob(job.id)}
        />
      </div>
    ) : (
      <ErrorNote
        key={job.id}
        className={styles.failed}
        actions={<Button onPress={() => dismissJob(job.id)}>Dismiss</Button>}
      >
        {`${job.label} failed. ${job.error}`}
      </ErrorNote>
    ),
  );
}
